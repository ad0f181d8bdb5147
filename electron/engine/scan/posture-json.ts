/** The posture part of `scan --format json`: plain values, times as ISO 8601. Pure. */
import { isoTime, utcMillis } from '../../../shared/time.ts';
import type { Registration } from '../analysis/posture/mcp-findings.ts';
import type { Posture } from '../case/posture.ts';

function iso(time: number | null): string | null {
  return time === null ? null : isoTime(utcMillis(time));
}

const registrationJson = (each: Registration) => ({ toolUseId: each.toolUseId, sessionId: each.sessionId, time: iso(each.time), attended: each.attended, how: each.how, path: each.ref.path, line: each.ref.line });

export function postureJson(posture: Posture) {
  return {
    flags: posture.flags.map((flag) => ({ ...flag, time: iso(flag.time) })),
    mcpServers: posture.servers.map(({ server, binary, registered, ...use }) => ({
      name: server.name, scope: server.scope, agent: server.agent, transport: server.transport, command: server.command, args: server.args, envNames: server.envNames, headerNames: server.headerNames, url: server.url,
      project: server.project, enabled: server.enabled, headersHelper: server.headersHelper, note: server.note, path: server.ref.path, line: server.ref.line, binary: binary.kind, binaryDetail: binary,
      registeredDuringUnattended: registered.some((each) => each.attended === 'unattended'), registered: registered.map(registrationJson), calls: use.calls, unattendedCalls: use.unattendedCalls, firstCall: iso(use.first), lastCall: iso(use.last),
    })),
    settings: posture.settings,
    settingsFiles: posture.settingsFiles.map((file) => ({ ...file, changedBy: file.changedBy.map(registrationJson) })),
    permissionRules: posture.rules,
    hooks: posture.hooks.map(({ hook, ...seen }) => ({ event: hook.event, matcher: hook.matcher, type: hook.type, command: hook.command, timeout: hook.timeout, scope: hook.scope, path: hook.ref.path, line: hook.ref.line, file: hook.file, ...seen })),
    consents: posture.consents.map((flag) => ({ name: flag.name, value: flag.value, project: flag.project, path: flag.ref.path, line: flag.ref.line })),
    managedLocations: posture.managed,
    otherAgents: posture.otherAgents,
    secondSources: posture.secondSources.map((source) => ({ ...source, first: iso(source.first), last: iso(source.last) })),
    tables: posture.tables.map(({ path, state, head }) => ({ path, state, delimiter: head.delimiter, columns: head.columns })),
    filesLookedAt: posture.filesLookedAt,
  };
}
