/** Whether a registered tool server was in force: approved, switched off, or hidden by another of the same name. Pure. */
import { machineOf } from '../../paths/machine-root.ts';
import type { McpScope, McpServer } from '../../sources/posture/mcp-registries.ts';
import type { ConsentFlag, SettingsFile } from '../../sources/posture/settings-files.ts';
import { comparablePath } from './path-rule.ts';

/** Of servers with one name the first of these counts; a managed registry replaces them all. */
const order: readonly McpScope[] = ['local', 'project', 'user', 'plugin'];

export function withApproval(servers: readonly McpServer[], files: readonly SettingsFile[], consents: readonly ConsentFlag[], sourcePath: (path: string) => string): readonly McpServer[] {
  const managed = new Set(servers.flatMap((server) => (server.scope === 'managed' ? [machineOf(server.ref.path)] : [])));
  const own = servers.filter((server) => server.agent === 'Claude Code');
  return servers.map((server) => {
    if (server.agent !== 'Claude Code' || server.scope === 'none' || server.scope === 'managed') return server;
    if (managed.has(machineOf(server.ref.path))) return { ...server, note: 'A managed registry of the copy replaces it.' };
    const approved = server.scope === 'project' ? approval(server, files, consents, sourcePath) : server;
    const rank = order.indexOf(server.scope);
    const hidden = own.find((other) => other !== server && other.name === server.name && order.indexOf(other.scope) >= 0 && order.indexOf(other.scope) < rank && ofOneUser(other, server) && (other.project === null || server.project === null || placeOf(other, sourcePath) === placeOf(server, sourcePath)));
    if (hidden === undefined) return approved;
    return { ...approved, note: `${hidden.scope} scope has a server of the same name, which counts${hidden.project === null ? '' : ` in ${hidden.project}`}.` };
  });
}

/** A project's registry is for each user of it; the others lie in one user's home and count for that one. */
function ofOneUser(a: McpServer, b: McpServer): boolean {
  return machineOf(a.ref.path) === machineOf(b.ref.path) && (a.scope === 'project' || b.scope === 'project' || homeOfRegistry(a) === homeOfRegistry(b));
}

function homeOfRegistry({ ref }: McpServer): string {
  return /^(.*?)(?:^|\/)\.claude(?:\/|\.json$)/.exec(ref.path)?.[1] ?? '';
}

/** The project on the source machine: a local server names it, a project's file lies in it. */
function placeOf(server: McpServer, sourcePath: (path: string) => string): string {
  return comparablePath(server.scope === 'project' ? sourcePath(server.project ?? '') : (server.project ?? ''));
}

/** A project's servers wait for a person's approval; a list of refused ones counts before it. */
function approval(server: McpServer, files: readonly SettingsFile[], consents: readonly ConsentFlag[], sourcePath: (path: string) => string): McpServer {
  const place = placeOf(server, sourcePath);
  const listed = (name: string): boolean =>
    files.some((file) => (file.project === null || comparablePath(sourcePath(file.project)) === place) && file.values.some((value) => value.name === name && (value.items?.includes(server.name) === true || (name === 'enableAllProjectMcpServers' && value.value === 'true')))) ||
    consents.some((consent) => consent.name === name && comparablePath(consent.project ?? '') === place && (name === 'enableAllProjectMcpServers' ? consent.value === 'true' : consent.value.split(', ').includes(server.name)));
  if (listed('disabledMcpjsonServers')) return { ...server, enabled: 'disabled' };
  if (listed('enabledMcpjsonServers') || listed('enableAllProjectMcpServers')) return { ...server, enabled: 'enabled' };
  return server.enabled === 'not said' ? { ...server, note: 'No approval of it is in the copy. Runs without a person connect it unasked.' } : server;
}
