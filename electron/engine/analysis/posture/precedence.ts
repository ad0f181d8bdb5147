/** Which file's value of a setting wins, for each project and in general, and which values lost. Pure. */
import { append } from '../../../../shared/append.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
import { machineOf } from '../../paths/machine-root.ts';
import type { SettingsFile, SettingValue } from '../../sources/posture/settings-files.ts';
import type { SettingScope } from '../../sources/posture/settings-place.ts';

/** A value as one file has it. */
export interface PlacedValue {
  readonly scope: SettingScope;
  readonly path: string;
  readonly line: number;
  readonly ref: EvidenceRef;
  readonly value: string;
}

export interface EffectiveSetting {
  readonly name: string;
  /** The project that it holds for; null in general: the user's and the machine's settings alone. */
  readonly project: string | null;
  /** Whose settings were weighed, by the user's folder of settings, where the copy holds those of several; on a machine without any its root. */
  readonly user: string | null;
  readonly state: 'set' | 'not set' | 'merged';
  readonly value: string | null;
  readonly winner: PlacedValue | null;
  /** The values that lost, highest first. For a merged list, the other files that add to it. */
  readonly lost: readonly PlacedValue[];
  /** What the client does, in words. */
  readonly says: string;
}

/** Settings that are shown even where nothing sets them, with what their absence means. */
const notable: Readonly<Record<string, string>> = {
  'permissions.disableBypassPermissionsMode': 'Bypass mode can be asked for. Only a managed value would keep users from it.',
  'permissions.defaultMode': 'Sessions begin in the mode that the command line asks for, else in the default one.',
  'permissions.allow': 'No rule lets calls run unasked.',
  'permissions.ask': 'No rule asks where the mode would not.',
  'permissions.deny': 'No rule stops a call in bypass mode.',
  'permissions.additionalDirectories': 'No folder besides the working directory.',
  disableAutoMode: 'Auto mode can be used.',
  allowManagedPermissionRulesOnly: 'Rules of users and projects count.',
  allowManagedHooksOnly: 'Hooks of users and projects run.',
  allowManagedMcpServersOnly: 'MCP servers of users and projects can be registered.',
  disableAllHooks: 'Hooks run.',
  enableAllProjectMcpServers: 'Servers of a project wait for approval in an interactive session.',
  skipDangerousModePermissionPrompt: 'The warning before bypass mode is not skipped by a setting.',
  'sandbox.enabled': 'The client puts no sandbox around shell commands.',
  cleanupPeriodDays: 'Transcripts are swept after 30 days.',
};

/** A value as one text; what is masked says so. */
export function valueText(value: SettingValue): string {
  if (value.items !== null) return value.items.join(', ').slice(0, 4000);
  return value.value ?? '[masked]';
}

function placed(file: SettingsFile, value: SettingValue): PlacedValue {
  return { scope: file.scope, path: file.path, line: value.ref.line, ref: value.ref, value: valueText(value) };
}

const scopeRank: Readonly<Record<SettingScope, number>> = { managed: 0, local: 1, project: 2, user: 3 };

/** Files in the order in which the client asks them. Of managed sources the first with a value counts alone; files of a folder add up. */
export function inOrder(files: readonly SettingsFile[]): readonly SettingsFile[] {
  const managed = files.filter((file) => file.scope === 'managed' && file.rank < 9 && file.values.length > 0);
  const best = Math.min(...managed.map((file) => (file.rank === 3 ? 2 : file.rank)));
  const counted = managed.filter((file) => (file.rank === 3 ? 2 : file.rank) === best);
  // Within the folder, what is read later wins: `managed-settings.d` by name, after the base file.
  const ordered = counted.sort((a, b) => b.rank - a.rank || (a.path < b.path ? 1 : -1));
  const rest = files.filter((file) => file.scope !== 'managed').sort((a, b) => scopeRank[a.scope] - scopeRank[b.scope] || (a.path < b.path ? -1 : 1));
  return [...ordered, ...rest];
}

/** Files that one client reads together, outside of projects: one user's settings, and those of the machine. */
export interface Reader {
  readonly name: string;
  readonly machine: string;
  /** Where the user's own projects lie; null where the copy's layout does not tell. */
  readonly home: string | null;
  readonly files: readonly SettingsFile[];
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Users do not weigh against each other, nor do machines: each gets what holds for it. */
export function readersOf(files: readonly SettingsFile[]): readonly Reader[] {
  const general = files.filter((file) => file.project === null);
  const readers: Reader[] = [];
  for (const machine of new Set(files.map((file) => machineOf(file.path)))) {
    const here = general.filter((file) => machineOf(file.path) === machine);
    const common = here.filter((file) => file.scope !== 'user' && !ofOneUser.test(file.path));
    const folders = [...new Set(here.filter((file) => !common.includes(file)).map((file) => folderOf(file.path)))].sort();
    for (const folder of folders) readers.push({ name: folder, machine, home: folderOf(folder), files: [...common, ...here.filter((file) => !common.includes(file) && folderOf(file.path) === folder)] });
    if (folders.length === 0) readers.push({ name: machine, machine, home: null, files: common });
  }
  return readers;
}

/** Settings that a server manages lie in the folder of the user who is logged in. */
const ofOneUser = /(?:^|\/)remote-settings\.json$/;

export function effectiveSettings(files: readonly SettingsFile[]): readonly EffectiveSetting[] {
  const readers = readersOf(files);
  if (readers.length === 0) return settingsFor([], null, null, true);
  const named = (reader: Reader): string | null => (readers.length === 1 ? null : reader.name);
  const rows = readers.flatMap((reader) => settingsFor(reader.files, null, named(reader), true));
  for (const project of [...new Set(files.flatMap((file) => file.project ?? []))].sort()) {
    const own = files.filter((file) => file.project === project);
    const names = new Set(own.flatMap((file) => file.values.map((value) => value.name)));
    const here = readers.filter((reader) => reader.machine === machineOf(own[0]?.path ?? ''));
    // A project below a home is that user's, one elsewhere may be anybody's.
    const owners = here.filter(({ home }) => home !== null && home !== '' && project.startsWith(`${home}/`));
    for (const reader of owners.length > 0 ? owners : here) append(rows, settingsFor([...reader.files, ...own], project, named(reader), false).filter((row) => names.has(row.name)));
  }
  return rows;
}

/** Whether managed settings keep each user of the copy from bypass mode, and the value to show for it: one that leaves it open comes first. */
export function bypassDisabled(settings: readonly EffectiveSetting[]): { readonly disabled: boolean; readonly row: EffectiveSetting | undefined } {
  const rows = settings.filter((each) => each.project === null && each.name === 'permissions.disableBypassPermissionsMode');
  const open = rows.filter((each) => each.value !== 'disable' || each.winner?.scope !== 'managed');
  return { disabled: rows.length > 0 && open.length === 0, row: open.find((each) => each.winner !== null) ?? open[0] ?? rows[0] };
}

function settingsFor(files: readonly SettingsFile[], project: string | null, user: string | null, all: boolean): EffectiveSetting[] {
  const ordered = inOrder(files);
  const ignored = files.filter((file) => !ordered.includes(file));
  const names = new Set([...(all ? Object.keys(notable) : []), ...files.flatMap((file) => file.values.map((value) => value.name))]);
  const rows: EffectiveSetting[] = [];
  for (const name of [...names].sort()) {
    const values = ordered.flatMap((file) => file.values.filter((value) => value.name === name).map((value) => placed(file, value)));
    const beside = ignored.flatMap((file) => file.values.filter((value) => value.name === name).map((value) => placed(file, value)));
    const [winner] = values;
    if (winner === undefined) {
      rows.push({ name, project, user, state: 'not set', value: null, winner: null, lost: beside, says: `not set. ${notable[name] ?? ''}${beside.length > 0 ? ' A file that the client does not ask sets it.' : ''}`.trim() });
      continue;
    }
    // Lists of all files add up; of anything else the highest counts alone.
    if (ordered.some((file) => file.values.some((value) => value.name === name && value.items !== null))) {
      rows.push({ name, project, user, state: 'merged', value: [...new Set(values.map((value) => value.value))].filter((text) => text !== '').join(', ').slice(0, 4000), winner, lost: [...values.slice(1), ...beside], says: `Lists of ${values.length} ${values.length === 1 ? 'file' : 'files'} add up.` });
      continue;
    }
    const lost = [...values.slice(1), ...beside];
    rows.push({ name, project, user, state: 'set', value: winner.value, winner, lost, says: `${winner.scope} wins${lost.length === 0 ? '' : ` over ${lost.map((value) => value.scope).join(', ')}`}.` });
  }
  return rows;
}
