/** The six steps of the triage with their state and count: done, a concern, the analyst's call, or not possible with this copy. */
import type { Severity } from '../../../shared/event.ts';
import type { RunbookStep } from '../../../shared/posture.ts';
import { severityRank } from './finding-book.ts';
import type { OpenedCase } from './opened-case.ts';

const lookedForFlags = 'Looked for ~/.zshrc, ~/.bashrc, shell histories, package.json, Makefile, .github/workflows, .devcontainer and settings.json.';

export function runbook(opened: OpenedCase): RunbookStep[] {
  return [scope(opened), sandbox(opened), transcripts(opened), reflog(opened), servers(opened), rollback(opened)];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function worst(opened: OpenedCase, ...prefixes: readonly string[]): Severity | null {
  let found: Severity | null = null;
  for (const { finding } of opened.findings) if (prefixes.some((prefix) => finding.rule.startsWith(prefix)) && (found === null || severityRank(finding.severity) < severityRank(found))) found = finding.severity;
  return found;
}

const weighs = (severity: Severity | null): boolean => severity !== null && severity !== 'info' && severity !== 'low';

/** True where the copy has a file in which a launch could have been asked for. */
function hasPlaces({ posture }: OpenedCase): boolean {
  return posture.filesLookedAt > 0 || posture.flags.some((flag) => flag.origin !== 'transcript') || posture.settingsFiles.length > 0 || posture.secondSources.some((source) => source.kind !== 'provider-records');
}

/** Places that ask, and that could have shown a sandbox claim. */
function placesAsking({ posture }: OpenedCase): OpenedCase['posture']['flags'] {
  return posture.flags.filter((flag) => flag.scope !== 'documentation' && !flag.claimUnseen);
}

/** The scopes of the contract as people call the places. */
const places: Readonly<Record<OpenedCase['posture']['flags'][number]['scope'], readonly [one: string, many: string]>> = {
  settings: ['settings file', 'settings files'],
  'shell-config': ['shell start file', 'shell start files'],
  container: ['container', 'containers'],
  ci: ['CI workflow', 'CI workflows'],
  script: ['script', 'scripts'],
  'one-off': ['single command', 'single commands'],
  documentation: ['mention', 'mentions'],
};

function scope(opened: OpenedCase): RunbookStep {
  if (!hasPlaces(opened)) return { name: 'Scope', state: 'not-possible', severity: null, count: null, says: `The copy holds no file that could start an agent. ${lookedForFlags}`, opens: 'posture' };
  const asked = placesAsking(opened);
  const named = opened.posture.flags.filter((flag) => flag.scope === 'documentation').length;
  const ran = opened.posture.flags.filter((flag) => flag.claimUnseen).length;
  const scopes = [...new Set(asked.map((flag) => flag.scope))].map((name) => counted(asked.filter((flag) => flag.scope === name).length, ...places[name]));
  const severity = worst(opened, 'scope.');
  return {
    name: 'Scope', state: asked.length > 0 ? 'concern' : 'done', severity: asked.length > 0 ? severity : null, count: asked.length.toLocaleString('en-US'),
    says: asked.length === 0 ? `No file of the copy asks for bypass mode${named === 0 ? '' : `; ${counted(named, 'place names', 'places name')} it in prose`}.` : `Asked for in ${counted(asked.length, 'place')}: ${scopes.join(', ')}${named === 0 ? '' : `; named in prose ${named === 1 ? 'once' : `${named} times`}`}.${ran === 0 ? '' : ` ${counted(ran, 'session')} ran in it.`}`,
    opens: 'posture',
  };
}

function sandbox(opened: OpenedCase): RunbookStep {
  if (!hasPlaces(opened)) return { name: 'Sandbox check', state: 'not-possible', severity: null, count: null, says: 'Without a place that asks for bypass mode there is no context to look for IS_SANDBOX in. Looked in the same files as for scope, and in CI and container files beside them.', opens: 'posture' };
  const asked = placesAsking(opened);
  const claimed = asked.filter((flag) => flag.sandboxed).length;
  const bare = asked.length - claimed;
  return {
    name: 'Sandbox check', state: bare > 0 ? 'concern' : 'done', severity: bare > 0 ? worst(opened, 'scope.no-sandbox') : null, count: `${claimed} of ${asked.length}`,
    says: asked.length === 0 ? 'No place asks for bypass mode, so none needs a claim.' : `A sandbox is claimed in ${claimed} of ${counted(asked.length, 'place')}. A claim is no evidence of isolation${bare === 0 ? '' : `; ${counted(bare, 'place')} without one: unattended-write intent`}.`,
    opens: 'posture',
  };
}

function transcripts(opened: OpenedCase): RunbookStep {
  const calls = opened.sessions.reduce((sum, session) => sum + session.toolCalls, 0);
  if (opened.sessions.length === 0) return { name: 'Session transcripts', state: 'not-possible', severity: null, count: null, says: 'The copy holds no transcript. Looked for ~/.claude/projects.', opens: 'timeline' };
  const alone = opened.sessions.filter((session) => session.attended === 'unattended' || session.attended === 'mixed').length;
  const severity = opened.findings.reduce<Severity | null>((found, { finding }) => (finding.eventId === null || (found !== null && severityRank(finding.severity) >= severityRank(found)) ? found : finding.severity), null);
  const gaps = worst(opened, 'transcript.');
  return {
    name: 'Session transcripts', state: weighs(severity) || weighs(gaps) ? 'concern' : 'done', severity, count: calls.toLocaleString('en-US'),
    says: `${counted(opened.sessions.length, 'session')}, ${counted(calls, 'tool call')}. ${alone === 0 ? 'None is recorded as unattended' : `${alone} ran unattended, in part or in whole`}.`,
    opens: 'timeline',
  };
}

function reflog(opened: OpenedCase): RunbookStep {
  const lines = opened.repositories.reduce((sum, repository) => sum + repository.reflogEntries, 0);
  // Rows of the timeline: an entry that HEAD's log and a branch's log both hold is one.
  let entries = 0;
  for (let event = 0; event < opened.store.length; event++) if (opened.reflog(event)?.shown === true) entries += 1;
  if (opened.repositories.length === 0) return { name: 'Git reflog', state: 'not-possible', severity: null, count: null, says: 'No reflog in this collection, which does not say that there was no git activity. Looked for .git/logs.', opens: 'git' };
  const { git } = opened;
  const severity = worst(opened, 'git.');
  const unexplained = git.unexplained.length;
  const missing = git.contradicted.length;
  return {
    name: 'Git reflog', state: unexplained + missing > 0 || weighs(severity) ? 'concern' : 'done', severity, count: entries.toLocaleString('en-US'),
    says: `${counted(opened.repositories.length, 'repository', 'repositories')}, ${counted(lines, 'line')} of reflog. ${counted(git.links.length, 'entry', 'entries')} joined to a call, ${unexplained} unexplained, ${missing} expected and missing${git.notCovered.length === 0 ? '' : `, ${git.notCovered.length} not covered`}.`,
    opens: 'git',
  };
}

function servers(opened: OpenedCase): RunbookStep {
  const { posture } = opened;
  const registries = new Set(opened.entries.filter((entry) => entry.kind === 'mcp-registry' || entry.kind === 'claude-config').map((entry) => entry.path));
  if (posture.servers.length === 0 && registries.size === 0) return { name: 'MCP registry', state: 'not-possible', severity: null, count: null, says: 'The copy holds no registry. Looked for ~/.claude.json, .mcp.json and managed-mcp.json.', opens: 'posture' };
  const unknown = posture.servers.filter((each) => each.binary.kind === 'unknown').length;
  const alone = posture.servers.filter((each) => each.registered.some((one) => one.attended === 'unattended')).length;
  const severity = worst(opened, 'posture.mcp-');
  return {
    name: 'MCP registry', state: weighs(severity) ? 'concern' : 'done', severity, count: posture.servers.length.toLocaleString('en-US'),
    says: posture.servers.length === 0 ? 'No server is registered.' : `${counted(posture.servers.length, 'server')}: ${alone} registered while unattended, ${unknown} of an unknown program.`,
    opens: 'posture',
  };
}

function rollback(opened: OpenedCase): RunbookStep {
  const advice = opened.rollback;
  const [first] = advice;
  const good = first?.lastGood?.oid;
  return {
    name: 'Rollback', state: 'your-call', severity: null, count: advice.length.toLocaleString('en-US'),
    says:
      opened.repositories.length === 0
        ? 'No repository in the copy to move back: a backup older than the first unattended call is what remains.'
        : first === undefined
          ? 'No unattended call could have written to a repository of the copy.'
          : `${good === undefined ? 'No last good commit is known' : `Last good commit ${good.slice(0, 10)}`}. ${counted(advice.length, 'repository', 'repositories')} with commands to copy, none run.`,
    opens: 'rollback',
  };
}
