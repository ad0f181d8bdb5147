/** The policy of a case for the screen: each entry with where it comes from, cut to the contract's bounds. */
import type { PolicyEntry, PolicyView } from '../../../shared/judging.ts';
import { builtInPolicy, type HostEntry, type IgnoreEntry } from '../policy/policy.ts';
import { setAside } from '../scan/scan-json.ts';
import type { OpenedCase } from './opened-case.ts';

const tierWords: Readonly<Record<HostEntry['tier'], string>> = {
  'both-ways': 'sanctioned both ways',
  download: 'sanctioned for downloads',
  shared: 'sanctioned for downloads; many owners share it',
};

function row(entry: HostEntry | IgnoreEntry, names: string, says: string): PolicyEntry {
  return { names: names.slice(0, 8192), says: says.slice(0, 2000), from: entry.from.slice(0, 1000), source: isBuiltIn(entry) ? 'built-in' : entry.chosen === undefined ? 'file' : 'choice' };
}

/** A host of the policy with where it stands. */
export function hostEntryRow(entry: HostEntry): PolicyEntry {
  return row(entry, entry.pattern, entry.chosen ?? tierWords[entry.tier]);
}

export function policyView({ policy, findings }: Pick<OpenedCase, 'policy' | 'findings'>): PolicyView {
  return {
    version: policy.version.slice(0, 500),
    // What was chosen last stands first; the built-in hosts come after all others.
    hosts: policy.hosts.slice(-20_000).map(hostEntryRow).reverse(),
    ignore: policy.ignore.slice(-20_000).map((entry) => row(entry, [entry.rule, entry.reach === 'below' ? `below ${entry.path ?? ''}` : entry.path, entry.host].flatMap((part) => part ?? []).join(' '), entry.reason)).reverse(),
    credentialPaths: policy.credentialPaths.slice(0, 5000).map((path) => path.slice(0, 8192)),
    projectRoots: policy.projectRoots.slice(0, 5000).map((path) => path.slice(0, 8192)),
    pathDirectories: policy.pathDirectories.slice(0, 6000).map((path) => path.slice(0, 8192)),
    setAside: setAside(findings).slice(0, 5000),
  };
}

const builtInHosts = new Set(builtInPolicy.hosts.map((entry) => `${entry.pattern}\0${entry.tier}\0${entry.from}`));

/** Also for a policy that came back from an index, where nothing is the same object any more. */
function isBuiltIn(entry: HostEntry | IgnoreEntry): boolean {
  return 'pattern' in entry && builtInHosts.has(`${entry.pattern}\0${entry.tier}\0${entry.from}`);
}
