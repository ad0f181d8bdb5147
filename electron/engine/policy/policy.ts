/** What counts as sanctioned, secret or expected: the built-in policy as data, and the shape of a policy file. */
import type { NetworkFact } from '../../../shared/finding.ts';
import { type Destination, readDestination } from '../shell/destinations.ts';
import { type Tier, sanctionedHosts, sanctionedHostsVersion } from './sanctioned-hosts.ts';

/** One sanctioned host pattern and where it comes from. */
export interface HostEntry {
  readonly pattern: string;
  readonly tier: Tier;
  /** The built-in group, the line of the policy file, or the choice. */
  readonly from: string;
  /** For a host that the analyst sanctioned in the case: why. */
  readonly chosen?: string;
}

/** A finding that the analyst's policy sets aside, and why. */
export interface IgnoreEntry {
  readonly rule: string;
  readonly path: string | null;
  /** How `path` is held against a finding's: as a pattern where it is left out. */
  readonly reach?: 'exact' | 'below';
  readonly host: string | null;
  readonly reason: string;
  /** The line of the policy file, or the choice. */
  readonly from: string;
  /** True for a choice of the case. */
  readonly chosen?: boolean;
}

export interface Policy {
  readonly version: string;
  readonly hosts: readonly HostEntry[];
  /** Path patterns that hold secrets, besides the built-in stores. */
  readonly credentialPaths: readonly string[];
  /** Folders that count as inside each project. */
  readonly projectRoots: readonly string[];
  /** Folders whose programs run by name. */
  readonly pathDirectories: readonly string[];
  readonly ignore: readonly IgnoreEntry[];
  /** The policy without the hosts that the analyst sanctioned: what it alone finds is kept as set aside. */
  readonly without?: Policy;
}

/** Folders of the usual PATH; `~` is the home folder. */
export const usualPathDirectories: readonly string[] = [
  '/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin', '/opt/homebrew/sbin', '/opt/local/bin', '/opt/bin', '/snap/bin',
  '~/bin', '~/.local/bin', '~/.cargo/bin', '~/go/bin', '~/.npm-global/bin', '~/.yarn/bin', '~/.bun/bin', '~/.deno/bin', '~/.volta/bin', '~/.pyenv/shims', '~/.rbenv/shims', '~/.asdf/shims', '~/.nix-profile/bin', '~/.dotnet/tools', '~/.composer/vendor/bin',
  'C:/Windows', 'C:/Windows/System32',
];

export const builtInPolicy: Policy = {
  version: sanctionedHostsVersion,
  hosts: sanctionedHosts.flatMap(({ group, tier, patterns }) => patterns.map((pattern) => ({ pattern, tier, from: group }))),
  credentialPaths: [],
  projectRoots: [],
  pathDirectories: usualPathDirectories,
  ignore: [],
};

/** How the policy sees a place. `port`: a sanctioned host on an unusual port. `unknown`: known only at run time. */
export type Verdict = 'sanctioned' | 'local' | 'private' | 'port' | 'unknown' | 'unsanctioned';

export interface Judgement {
  readonly verdict: Verdict;
  /** The entries that decided, in the order of the hosts. */
  readonly by: readonly HostEntry[];
  readonly destination: Destination;
}

/** Ports on which a sanctioned host is sanctioned. */
export const usualPorts: ReadonlySet<number> = new Set([443, 80, 22, 9418]);
const misread = new Set(['multiple-at', 'invalid-host', 'control-chars']);
const indices = new WeakMap<Policy, { exact: Map<string, HostEntry>; below: Map<string, HostEntry> }>();

function indexOf(policy: Policy): { exact: Map<string, HostEntry>; below: Map<string, HostEntry> } {
  const known = indices.get(policy);
  if (known !== undefined) return known;
  const index = { exact: new Map<string, HostEntry>(), below: new Map<string, HostEntry>() };
  for (const entry of policy.hosts) {
    const table = entry.pattern.startsWith('*.') ? index.below : index.exact;
    table.set(entry.pattern.startsWith('*.') ? entry.pattern.slice(2) : entry.pattern, entry);
  }
  indices.set(policy, index);
  return index;
}

/** The entry that names a host: by its exact name, or `*.name` at a label's boundary. The apex is not below itself. */
export function entryFor(host: string, policy: Policy): HostEntry | null {
  const { exact, below } = indexOf(policy);
  const same = exact.get(host);
  if (same !== undefined) return same;
  for (let at = host.indexOf('.'); at >= 0; at = host.indexOf('.', at + 1)) {
    const entry = below.get(host.slice(at + 1));
    if (entry !== undefined) return entry;
  }
  return null;
}

/** Whether a host is this very machine. */
export function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === 'host.docker.internal' || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]' || host.startsWith('[::ffff:7f');
}

/** Judges an address by the policy: sanctioned only if each host that it can mean is. */
export function judge(written: string, policy: Policy): Judgement {
  return judgeDestination(readDestination(written), policy);
}

export function judgeDestination(destination: Destination, policy: Policy): Judgement {
  if (last?.judgement.destination !== destination || last.policy !== policy) last = { policy, judgement: judged(destination, policy) };
  return last.judgement;
}

/** Several rules ask about one address, one after the other. */
let last: { readonly policy: Policy; readonly judgement: Judgement } | null = null;

function judged(destination: Destination, policy: Policy): Judgement {
  const { hosts, flags, port } = destination;
  if (flags.includes('dynamic') || hosts.length === 0) return { verdict: 'unknown', by: [], destination };
  if (hosts.every(isLocal)) return { verdict: 'local', by: [], destination };
  const by: HostEntry[] = [];
  for (const host of hosts) {
    const entry = entryFor(host, policy);
    if (entry !== null) by.push(entry);
  }
  const trusted = by.length === hosts.length && !flags.some((flag) => misread.has(flag)) && !(flags.includes('parser-differential'));
  if (trusted) return { verdict: port === null || usualPorts.has(port) ? 'sanctioned' : 'port', by, destination };
  if (hosts.length === 1 && (flags.includes('ip-private') || !/[.:[]/.test(hosts[0] ?? '') || /\.(local|internal|lan|home|corp|intranet|test|localdomain)$/.test(hosts[0] ?? ''))) return { verdict: 'private', by, destination };
  return { verdict: 'unsanctioned', by, destination };
}

/** Judges a contact by its address as written; the shell's own network files are none, the host stands in them. */
export function judgeContact({ program, host, written }: Pick<NetworkFact, 'program' | 'host' | 'written'>, policy: Policy): Judgement {
  return judge(program.startsWith('/dev/') && host !== null ? host : written, policy);
}
