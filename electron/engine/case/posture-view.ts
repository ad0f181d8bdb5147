/** The posture of a case as the screen and the report show it, cut to the contract's bounds. Works nothing out that posture.ts knows. */
import type { EvidenceRef, Severity } from '../../../shared/event.ts';
import type { PostureServer, PostureView, SettingsLevel, TablePreview } from '../../../shared/posture.ts';
import { CallProblem } from '../../../shared/rpc.ts';
import { readsAs, type TableMapping, type TableReading } from '../../../shared/table-mapping.ts';
import { flagSeverity } from '../analysis/posture/flag-findings.ts';
import type { Registration } from '../analysis/posture/mcp-findings.ts';
import { bypassDisabled } from '../analysis/posture/precedence.ts';
import { previewTimes, tableHead } from '../sources/posture/unmapped-tables.ts';
import { severityRank } from './finding-book.ts';
import type { OpenedCase } from './opened-case.ts';
import { runbook } from './runbook.ts';

const cut = (text: string, most: number): string => text.slice(0, most);
const place = (ref: EvidenceRef): EvidenceRef => ({ path: cut(ref.path, 8192), line: ref.line, byteStart: ref.byteStart, byteEnd: ref.byteEnd });
const registrationRow = (each: Registration): PostureServer['registered'][number] => ({ eventId: each.event, toolUseId: each.toolUseId === null ? null : cut(each.toolUseId, 300), time: each.time, attended: each.attended, how: cut(each.how, 300) });

export function postureView(opened: OpenedCase): PostureView {
  const { posture } = opened;
  const byPlace = findingsByPlace(opened);
  const flags = posture.flags.map((flag) => {
    const found = byPlace.get(`${flag.sandboxed || flag.claimUnseen ? 'scope.flag' : 'scope.no-sandbox'}\n${flag.path}\n${flag.byteStart}`);
    return {
      place: place(flag), scope: flag.scope, origin: flag.origin, sandboxed: flag.sandboxed, sandbox: cut(flag.sandbox, 1000), agent: flag.agent, flag: cut(flag.flag, 300), offers: flag.offers, command: cut(flag.command, 1000),
      how: cut(flag.how, 300), reach: cut(flag.reach, 300), time: flag.time, claim: flag.claim, claimUnseen: flag.claimUnseen, started: startedBy(opened, flag), changedBy: (flag.scope === 'one-off' ? [] : (posture.changes.get(flag.path) ?? [])).slice(0, 20).map(registrationRow), severity: flagSeverity(flag), findingId: found?.id ?? null,
    };
  });
  const servers = posture.servers.map((judged): PostureServer => {
    const found = byPlace.get(`posture.mcp-server\n${judged.server.ref.path}\n${judged.server.ref.byteStart}`);
    const unpinned = byPlace.get(`posture.mcp-unpinned\n${judged.server.ref.path}\n${judged.server.ref.byteStart}`);
    const own = found?.name === judged.server.name ? found : unpinned?.name === judged.server.name ? unpinned : undefined;
    return {
      place: place(judged.server.ref), name: cut(judged.server.name, 300), scope: judged.server.scope, agent: judged.server.agent, transport: cut(judged.server.transport, 100),
      line: cut([judged.server.command ?? judged.server.url ?? '', ...judged.server.args].join(' '), 4000), envNames: [...judged.server.envNames], binary: judged.binary.kind, binarySays: cut(judged.binary.says, 1000),
      registered: judged.registered.slice(0, 20).map(registrationRow), calls: judged.calls, unattendedCalls: judged.unattendedCalls, severity: own?.severity ?? null, findingId: own?.id ?? null,
    };
  });
  const { disabled, row: disable } = bypassDisabled(posture.settings);
  const userCanWrite = disabled && posture.settingsFiles.some((file) => file.path === disable?.winner?.path && file.note?.includes('the user can write') === true && !posture.settingsFiles.some((other) => other !== file && other.path === file.path));
  const bare = flags.filter((flag) => flag.scope !== 'documentation' && !flag.sandboxed && !flag.claimUnseen).length;
  const asked = flags.filter((flag) => flag.scope !== 'documentation' && !flag.claimUnseen).length;
  const ran = flags.filter((flag) => flag.claimUnseen).length;
  const unknown = servers.filter((server) => server.binary === 'unknown').length;
  const managed = posture.managed.filter((each) => each.state === 'present').length;
  return {
    headline: headlineOf(asked, bare, disabled, posture.filesLookedAt),
    subline: `${asked === 0 ? (ran === 0 ? 'No place asks for it' : `No file asks for it, and ${ran} ${ran === 1 ? 'session' : 'sessions'} ran in it`) : `${bare} of ${asked} ${asked === 1 ? 'place claims' : 'places claim'} no sandbox`}. ${managed === 0 ? 'No managed settings file in the copy' : `${managed} managed ${managed === 1 ? 'file' : 'files'}`}. ${unknown} MCP ${unknown === 1 ? 'server' : 'servers'} of an unknown program.`,
    worst: [...flags.filter((flag) => flag.findingId !== null), ...servers].reduce<Severity | null>((worst, each) => (each.severity === null || (worst !== null && severityRank(each.severity) >= severityRank(worst)) ? worst : each.severity), null),
    flags: [...flags].sort((a, b) => severityRank(a.severity) - severityRank(b.severity)).slice(0, 500),
    flagsTotal: flags.length,
    flagsAsking: asked,
    filesLookedAt: posture.filesLookedAt,
    levels: levelsOf(opened),
    effective: disabled
      ? { bypass: 'disabled', says: `Managed settings disable bypass mode. A flag asks in vain where they are in force.${userCanWrite ? ' This policy lies in the user’s part of the registry, which the user can change.' : ''}` }
      : { bypass: 'allowed', says: `permissions.disableBypassPermissionsMode is ${disable?.value ?? 'not set'}${disable?.winner ? ` by the ${disable.winner.scope} scope, which users can change` : ' at any level of the copy'}. Only managed settings keep users from it.` },
    settings: posture.settings.slice(0, 500).map((row) => ({ name: cut(row.name, 300), project: row.project === null ? null : cut(row.project, 8192), user: row.user === null ? null : cut(row.user, 8192), state: row.state, value: row.value === null ? null : cut(row.value, 4000), winner: row.winner === null ? null : cut(`${row.winner.path}, line ${row.winner.line}`, 8192), lost: row.lost.slice(0, 20).map((value) => cut(`${value.path}, line ${value.line}: ${value.value}`, 8192)), says: cut(row.says, 1000) })),
    servers: servers.slice(0, 500),
    rules: posture.rules.slice(0, 500).map((row) => ({ list: row.list, rule: cut(row.rule, 1000), path: cut(row.path, 8192), matched: row.matched, unattended: row.unattended, decides: row.decides, note: row.note })),
    hooks: posture.hooks.slice(0, 500).map(({ hook, ...seen }) => ({ place: place(hook.ref), event: cut(hook.event, 100), matcher: hook.matcher === null ? null : cut(hook.matcher, 500), command: cut(hook.command, 4000), scope: hook.scope, file: hook.file === null ? null : cut(hook.file, 8192), matched: seen.matched, unattended: seen.unattended, withFinding: seen.withFinding, findings: [...seen.findings], note: seen.note === null ? null : cut(seen.note, 500) })),
    consents: posture.consents.slice(0, 200).map((flag) => ({ name: flag.name, value: cut(flag.value, 2000), project: flag.project === null ? null : cut(flag.project, 8192), place: place(flag.ref) })),
    managed: posture.managed.map((each) => ({ ...each })),
    otherAgents: posture.otherAgents.slice(0, 200).map((agent) => ({ name: agent.name, path: cut(agent.path, 8192), version: agent.version, configuration: agent.configuration.slice(0, 50).map((path) => cut(path, 8192)) })),
    secondSources: posture.secondSources.slice(0, 200).map((source) => ({ ...source, path: cut(source.path, 8192) })),
    tables: posture.tables.slice(0, 200).map(({ path, state, mapping, head }, id) => ({ id, path: cut(path, 8192), state, delimiter: head.delimiter, columns: [...head.columns], rows: head.rows.map((row) => [...row]), reading: mapping === null ? null : readingOf(mapping) })),
    decision: { queue: posture.decision.queue, reasons: points(posture.decision.reasons), against: points(posture.decision.against) },
    runbook: runbook(opened),
  };
}

/** The part of a mapping that is no path. */
export function readingOf({ delimiter, zone, dates, columns }: TableMapping): TableReading {
  return { delimiter, zone, dates, columns };
}

/** What a reading makes of a table's first rows; the head is read again, as its delimiter can be another. */
export function previewTable(opened: OpenedCase, table: number, reading: TableReading): TablePreview {
  const { path } = tableAt(opened, table);
  const head = tableHead(opened.files, path, reading.delimiter);
  if (head === null) return { columns: [], rows: [], readsAs: 'nothing' };
  const times = previewTimes(head, reading);
  return { columns: [...head.columns], rows: head.rows.map((cells, at) => ({ cells: [...cells], time: times[at] ?? null })), readsAs: readsAs(reading.columns) };
}

export function tableAt(opened: OpenedCase, table: number): OpenedCase['posture']['tables'][number] {
  const found = opened.posture.tables[table];
  if (found === undefined) throw new CallProblem('not-found', 'There is no table of this number in the case.');
  return found;
}

/** A session that began so soon after a recorded start can be the one that was started. */
const startMs = 120_000;

function startedBy(opened: OpenedCase, flag: OpenedCase['posture']['flags'][number]): string[] {
  const { time } = flag;
  if (time === null || flag.origin === 'transcript' || flag.agent !== 'Claude Code') return [];
  return opened.sessions.flatMap((session) => (session.start !== null && session.start >= time - 5000 && session.start <= time + startMs ? [cut(session.id, 300)] : [])).slice(0, 5);
}

function points(list: OpenedCase['posture']['decision']['reasons']): PostureView['decision']['reasons'] {
  return list.slice(0, 20).map((point) => ({ says: cut(point.says, 1000), findings: point.findings.slice(0, 20), total: point.total }));
}

function headlineOf(asked: number, bare: number, disabled: boolean, looked: number): string {
  if (disabled) return 'Managed settings disable bypass mode';
  if (asked === 0) return looked === 0 ? 'The copy holds no file that could ask for bypass mode' : 'Bypass mode was open, and no file of the copy asks for it';
  if (bare === 0) return 'Bypass mode was asked for, each time with a sandbox claim';
  return bare === asked ? 'Bypass mode was asked for, and no sandbox is claimed' : 'Bypass mode was asked for, and not each place claims a sandbox';
}

interface KnownFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly name: unknown;
}

function findingsByPlace(opened: OpenedCase): ReadonlyMap<string, KnownFinding> {
  const byPlace = new Map<string, KnownFinding>();
  for (const { finding } of opened.findings) {
    if (!/^(?:scope|posture)\./.test(finding.rule)) continue;
    const [ref] = finding.evidence;
    const key = `${finding.rule}\n${ref?.path}\n${ref?.byteStart}`;
    if (ref !== undefined && !byPlace.has(key)) byPlace.set(key, { id: finding.id, severity: finding.severity, name: finding.detail['name'] });
  }
  return byPlace;
}

function disablesBypass({ posture }: OpenedCase, path: string): string | null {
  for (const row of posture.settings) if (row.name === 'permissions.disableBypassPermissionsMode') for (const value of [row.winner, ...row.lost]) if (value?.path === path) return cut(value.value, 100);
  return null;
}

const telling = /^permissions\.(?:defaultMode|disableBypassPermissionsMode|allow|ask|deny|additionalDirectories)$|^(?:disableAutoMode|allowManaged\w+Only|disableAllHooks|enableAllProjectMcpServers|skipDangerousModePermissionPrompt|cleanupPeriodDays|apiKeyHelper|policyHelper)$|^sandbox\.enabled$|^env\.\w*BASE_URL$/;
const order = ['managed', 'local', 'project', 'user'] as const;

/** One row a file, highest first; a level without any file stands as absent. */
function levelsOf(opened: OpenedCase): SettingsLevel[] {
  const { settingsFiles, settings } = opened.posture;
  const rows: SettingsLevel[] = [];
  for (const scope of order) {
    const files = settingsFiles.filter((file) => file.scope === scope);
    if (files.length === 0) rows.push({ scope, path: null, state: 'absent', disablesBypass: null, says: scope === 'managed' ? ['disableBypassPermissionsMode could only be enforced here.'] : [], changedBy: [] });
    for (const file of files) {
      const says = new Set<string>(file.note === null ? [] : [file.note]);
      for (const row of settings) {
        if (!telling.test(row.name)) continue;
        for (const value of [row.winner, ...row.lost]) if (value?.path === file.path) says.add(`${row.name}: ${value.value}`);
      }
      rows.push({ scope, path: cut(file.path, 8192), state: 'present', disablesBypass: disablesBypass(opened, file.path), says: [...says].slice(0, 12).map((text) => cut(text, 1000)), changedBy: file.changedBy.slice(0, 20).map(registrationRow) });
    }
  }
  return rows.slice(0, 100);
}
