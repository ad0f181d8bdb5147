/** Judges where a request for bypass stands: its scope, how wide it reaches, and whether its place claims a sandbox. Pure. */
import type { FlagOrigin } from '../../sources/posture/piece.ts';
import type { FlagPlace } from '../../sources/posture/find-requests.ts';

export const scopes = ['script', 'shell-config', 'ci', 'container', 'one-off', 'settings', 'documentation'] as const;
export type FlagScope = (typeof scopes)[number];

const scopeOf: Readonly<Record<FlagOrigin, FlagScope>> = {
  'shell-script': 'script',
  makefile: 'script',
  'package-script': 'script',
  'task-file': 'script',
  'source-code': 'script',
  schedule: 'script',
  'shell-start-file': 'shell-config',
  ci: 'ci',
  'container-file': 'container',
  compose: 'container',
  'dev-container': 'container',
  'shell-history': 'one-off',
  'process-event': 'one-off',
  transcript: 'one-off',
  settings: 'settings',
  'editor-settings': 'settings',
  'agent-config': 'settings',
  prose: 'documentation',
};

const reachOf: Readonly<Record<FlagScope, string>> = {
  script: 'whoever runs it, on any machine that has the file',
  'shell-config': 'each shell of this user on this machine',
  ci: 'each run of the pipeline',
  container: 'each container made of it',
  'one-off': 'one run',
  settings: 'each session that reads the file',
  documentation: 'nothing by itself',
};

export interface SandboxClaim {
  /** True where the place itself sets what the client takes for a sandbox. A claim of whoever wrote it, not isolation. */
  readonly claimed: boolean;
  /** What claims it, as set: `IS_SANDBOX=1`. */
  readonly by: string | null;
  readonly says: string;
}

/** `IS_SANDBOX` counts as exactly `1`, `CLAUDE_CODE_BUBBLEWRAP` where it is set to anything, the client's own sandbox where it is switched on. */
export function sandboxClaim(place: Pick<FlagPlace, 'variables' | 'container' | 'origin'>): SandboxClaim {
  const around = place.container ? ' The file runs it in a container.' : place.origin === 'ci' ? ' It runs on a runner of the pipeline, whose isolation the file does not state.' : '';
  for (const { name, value, from } of place.variables) {
    const counts = name === 'IS_SANDBOX' ? value === '1' : name === 'sandbox.enabled' ? value === 'true' : value !== null && value !== '';
    if (counts) return { claimed: true, by: `${name}=${value ?? ''}`.slice(0, 100), says: `${name}=${value ?? ''} is ${setAt(from)}: a claim by whoever set it, not evidence of isolation.${around}` };
  }
  const [other] = place.variables;
  if (other !== undefined) return { claimed: false, by: null, says: other.value === null ? `${other.name} is ${setAt(other.from)} to a value known only at run time.${around}` : `${other.name}=${other.value} is ${setAt(other.from)}, which the client does not take for a sandbox.${around}` };
  return { claimed: false, by: null, says: place.container ? 'No sandbox variable is set in the same context. The file runs it in a container, which is not the same claim.' : `No sandbox variable is set in the same context.${around}` };
}

/** A place as the end of a sentence: `exported before it`, `set in the job's environment`, `set by ENV …`. */
function setAt(from: string): string {
  if (/^(?:set|exported)\b/.test(from)) return from;
  return `set ${/^(?:in|by)\b/.test(from) ? '' : from.startsWith('ENV') ? 'by ' : 'in '}${from}`;
}

export interface JudgedFlag {
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly scope: FlagScope;
  readonly origin: FlagOrigin;
  readonly sandboxed: boolean;
  readonly sandbox: string;
  readonly claim: string | null;
  /** True where the record could not show a claim, so that its absence says nothing. */
  readonly claimUnseen: boolean;
  readonly agent: string;
  readonly flag: string;
  readonly offers: boolean;
  readonly command: string;
  readonly how: string;
  readonly reach: string;
  readonly container: boolean;
  readonly time: number | null;
  readonly parsed: boolean;
}

export function judgeFlag(place: FlagPlace): JudgedFlag {
  const scope = scopeOf[place.origin];
  const claim = sandboxClaim(place);
  return {
    ...place.ref,
    scope,
    origin: place.origin,
    sandboxed: scope !== 'documentation' && claim.claimed,
    sandbox: scope === 'documentation' ? 'Nothing runs here.' : place.claimUnseen === true ? 'A transcript holds no environment: whether a sandbox was claimed is not known from it.' : claim.says,
    claim: scope === 'documentation' ? null : claim.by,
    claimUnseen: place.claimUnseen === true,
    agent: place.agent,
    flag: place.flag,
    offers: place.offers,
    command: place.command,
    how: place.how,
    reach: place.reach ?? reachOf[scope],
    container: place.container,
    time: place.time,
    parsed: place.parsed,
  };
}
