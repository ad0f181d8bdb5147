/** What the posture's places and states are called on screen, and the way from a row to its finding. */
import type { PostureFlag, RunbookStep, SettingsLevel } from '../../shared/posture.ts';
import { viewStore } from '../state/view-store.ts';
import type { IconName } from '../ui/icon.tsx';

/** Rows shown of a list; the rest is counted. */
export const shownRows = 200;

/** Opens the finding behind a row. */
export function openFinding(id: string | null): void {
  if (id !== null) viewStore.getState().openFinding(id);
}

const origins: Readonly<Record<string, { readonly name: string; readonly icon: IconName }>> = {
  'shell-script': { name: 'Script', icon: 'file' },
  makefile: { name: 'Makefile', icon: 'file' },
  'package-script': { name: 'package.json', icon: 'file' },
  'task-file': { name: 'Task file', icon: 'file' },
  'source-code': { name: 'Source code', icon: 'file' },
  schedule: { name: 'Schedule', icon: 'clock' },
  'shell-start-file': { name: 'Shell start file', icon: 'bash' },
  ci: { name: 'CI workflow', icon: 'web' },
  'container-file': { name: 'Container file', icon: 'laptop' },
  compose: { name: 'Compose file', icon: 'laptop' },
  'dev-container': { name: 'Dev container', icon: 'laptop' },
  'shell-history': { name: 'Shell history', icon: 'clock' },
  'process-event': { name: 'Process event', icon: 'clock' },
  transcript: { name: 'Transcript', icon: 'bash' },
  settings: { name: 'Settings', icon: 'file' },
  'editor-settings': { name: 'Editor settings', icon: 'file' },
  'agent-config': { name: 'Agent settings', icon: 'file' },
  prose: { name: 'Named in prose', icon: 'read' },
};

/** What kind of place it is, with its icon. */
export function originOf(flag: PostureFlag): { readonly name: string; readonly icon: IconName } {
  return origins[flag.origin] ?? { name: flag.origin, icon: 'file' };
}

export const levelNames: Readonly<Record<SettingsLevel['scope'], string>> = { managed: 'Managed', local: 'Project local', project: 'Project', user: 'User' };

export const stepStates: Readonly<Record<RunbookStep['state'], { readonly name: string; readonly icon: IconName }>> = {
  done: { name: 'Done', icon: 'check' },
  concern: { name: 'Concern', icon: 'warning' },
  'your-call': { name: 'Your call', icon: 'arrow-right' },
  'not-possible': { name: 'Not possible', icon: 'cross' },
};

export const queueNames: Readonly<Record<'ir' | 'postmortem' | 'none', string>> = { ir: 'IR queue', postmortem: 'Near-miss postmortem', none: 'No incident' };

export const sourceNames: Readonly<Record<'shell-history' | 'process-events' | 'provider-records' | 'hook-log', string>> = { 'shell-history': 'Shell history', 'process-events': 'Process events', 'provider-records': 'Provider records', 'hook-log': 'Log of a hook' };
