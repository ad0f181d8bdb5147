/** Ranks registered MCP servers: what their program is, and whether they were registered while nobody was there. Pure. */
import type { EvidenceRef, Severity } from '../../../../shared/event.ts';
import type { McpBinary } from '../../sources/posture/mcp-binary.ts';
import type { McpServer } from '../../sources/posture/mcp-registries.ts';
import { fileHit, type PostureHit, postureRule } from './posture-hit.ts';

/** The call that registered or changed a server, as the transcripts record it. */
export interface Registration {
  readonly event: number;
  readonly toolUseId: string | null;
  readonly sessionId: string | null;
  readonly time: number | null;
  readonly attended: 'attended' | 'unattended' | 'unknown';
  readonly how: string;
  readonly ref: EvidenceRef;
}

export interface JudgedServer {
  readonly server: McpServer;
  readonly binary: McpBinary;
  readonly registered: readonly Registration[];
  readonly calls: number;
  readonly unattendedCalls: number;
  readonly first: number | null;
  readonly last: number | null;
}

export const mcpServerRule = postureRule({
  id: 'posture.mcp-server',
  title: 'A tool server that nobody vouches for is registered',
  severity: 'critical',
  attack: ['T1546', 'AML.T0110'],
  why: 'A tool server is a program that sessions start and trust. Its program is unknown, lies where anyone can write, or was registered while nobody was there.',
  doesNotShow: 'What the server did. Its own calls stand in the transcripts, what it did besides stands nowhere here.',
  otherExplanation: 'A developer’s own server under way looks the same.',
  canBeWrong: 'The copy may leave out folders in which ordinary programs lie.',
});

export const mcpUnpinnedRule = postureRule({
  id: 'posture.mcp-unpinned',
  title: 'A tool server is fetched anew at each start',
  severity: 'low',
  attack: ['AML.T0110'],
  why: 'A package runner takes the newest version of a package that is not pinned: what runs next can differ from what ran before.',
  doesNotShow: 'Which version ran.',
  otherExplanation: 'This is how most servers are documented.',
  canBeWrong: 'A lock file or a cache can hold the version.',
});

export const mcpRules = [mcpServerRule, mcpUnpinnedRule] as const;

export function mcpFindings(servers: readonly JudgedServer[]): readonly PostureHit[] {
  return servers.flatMap((judged): PostureHit[] => {
    const { server, binary, registered } = judged;
    const unattended = registered.find((each) => each.attended === 'unattended');
    const signs = [...(binary.kind === 'unknown' ? ['its program is not in the copy'] : []), ...(binary.temporary ? ['its program lies in a temporary folder'] : []), ...(unattended === undefined ? [] : ['it was registered while nobody was there'])];
    const line = [server.command ?? server.url ?? '', ...server.args].join(' ').slice(0, 1000);
    const detail = { name: server.name, scope: server.scope, agent: server.agent, transport: server.transport, command: server.command, args: [...server.args], url: server.url, envNames: [...server.envNames], binary: binary.kind, binarySha256: binary.sha256, package: binary.package, version: binary.version, pinned: binary.pinned, registeredDuringUnattended: unattended !== undefined, registeredBy: registered.flatMap((each) => each.toolUseId ?? []).slice(0, 50), calls: judged.calls, unattendedCalls: judged.unattendedCalls };
    const hits: PostureHit[] = [];
    if (signs.length > 0) {
      const severity: Severity = signs.length >= 3 ? 'critical' : signs.length === 2 ? 'high' : unattended === undefined ? 'medium' : 'high';
      hits.push(
        fileHit(mcpServerRule, {
          severity,
          confidence: binary.kind === 'unknown' ? 'medium' : 'high',
          confidenceReason: binary.kind === 'unknown' ? 'The copy may not hold the folder that the program lies in.' : 'The registry and the call say so.',
          sentence: `${server.agent} has the tool server ${server.name} registered (${server.scope === 'none' ? 'in a file that current versions do not read' : `${server.scope} scope`}): ${signs.join(', ')}. ${binary.says}${judged.calls === 0 ? '' : ` The transcripts record ${judged.calls} call${judged.calls === 1 ? '' : 's'} to it, ${judged.unattendedCalls} of them unattended.`}`,
          excerpt: `${server.name}: ${line}`.slice(0, 400),
          evidence: [server.ref, ...registered.slice(0, 8).map((each) => each.ref)],
          time: unattended?.time ?? registered[0]?.time ?? null,
          detail,
        }),
      );
    }
    if (binary.pinned === false && server.enabled !== 'disabled') hits.push(fileHit(mcpUnpinnedRule, { severity: 'low', sentence: `${server.agent} starts the tool server ${server.name} from a package. ${binary.says}`, excerpt: `${server.name}: ${line}`.slice(0, 400), evidence: [server.ref], detail }));
    return hits;
  });
}
