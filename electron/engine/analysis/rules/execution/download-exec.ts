/** Code fetched and run within one command. Fetching and running in two calls is a join. */
import { judge } from '../../../policy/policy.ts';
import type { ExecFact, FileFact } from '../../../../../shared/finding.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

/** The file that a fetch wrote and that is then run; null where there is none. */
function runsFetched(call: ExaminedCall): { host: string; path: string } | null {
  let fetched: Map<string, string> | null = null;
  for (const fact of call.facts) {
    if (fact.kind !== 'flow' || !fact.to.startsWith('file:')) continue;
    // A copy of what was fetched is still what was fetched.
    const host = fact.from.startsWith('net:') ? fact.from.slice(4) : fact.from.startsWith('file:') ? fetched?.get(fact.from.slice(5)) : undefined;
    if (host === undefined) continue;
    fetched ??= new Map();
    fetched.set(fact.to.slice(5), host);
  }
  if (fetched === null) return null;
  for (const fact of call.facts) {
    if (fact.kind === 'exec') {
      const found = installed(fact, fetched);
      if (found !== null) return found;
    }
    if (fact.kind !== 'file' || fact.operation !== 'execute') continue;
    const path = executedPath(fact);
    const host = fetched.get(path) ?? unpacked(call, path, fetched);
    if (host !== undefined) return { host, path };
  }
  return null;
}

/** Programs that install a file run what is in it. */
const installers: Readonly<Record<string, RegExp>> = {
  dpkg: /^(?:-i|--install)$/, rpm: /^-[a-zA-Z]*[iU]/, apt: /^install$/, 'apt-get': /^install$/, dnf: /^(?:local)?install$/, yum: /^(?:local)?install$/, apk: /^add$/, snap: /^install$/, pip: /^install$/, pip3: /^install$/, npm: /^(?:i|install)$/, installer: /^-pkg$/, msiexec: /^\/i$/i, java: /^-jar$/, code: /^--install-extension$/, open: /\.(?:dmg|pkg|app|command)$/, gem: /^install$/, insmod: /./, wine: /./,
};

function installed(fact: ExecFact, fetched: ReadonlyMap<string, string>): { host: string; path: string } | null {
  const verb = Object.hasOwn(installers, fact.program) ? installers[fact.program] : undefined;
  if (verb === undefined || !fact.argv.some((argument) => verb.test(argument))) return null;
  for (const [path, host] of fetched) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (/\.\w+$/.test(name) && fact.argv.some((argument) => argument === path || argument === name || argument.endsWith(`/${name}`))) return { host, path };
  }
  return null;
}

/** The host whose archive or repository was laid out in a folder above the path. */
function unpacked(call: ExaminedCall, path: string, fetched: ReadonlyMap<string, string>): string | undefined {
  for (const fact of call.facts) {
    if (fact.kind !== 'file' || fact.operation !== 'write' || !fact.recursive || fact.path === null || !/^(?:tar|gtar|bsdtar|unzip|git clone)$/.test(fact.via)) continue;
    const host = fetched.get(fact.path);
    if (host !== undefined && path.startsWith(`${fact.path}/`)) return host;
  }
  return undefined;
}

function executedPath(fact: FileFact): string {
  return fact.path ?? fact.written;
}

export const rule = defineRule(
  {
    id: 'execution.download-exec',
    title: 'Downloaded code run',
    severity: 'critical',
    attack: ['T1105', 'T1059.004'],
    looksAt: ['flow'],
    why: 'Code comes from another machine and runs at once; nothing keeps what it was.',
    doesNotShow: 'What the code did, or that the host answered.',
    otherExplanation: 'Installers of tool chains are published as such one-line commands; from sanctioned hosts they are reported high.',
    canBeWrong: 'What the host answered at that moment can be something else than what it answers today.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.from.startsWith('net:') || !fact.to.startsWith('exec:')) continue;
      const host = fact.from.slice(4);
      hits ??= [];
      if (hits.length < 3) hits.push(hitOn(call, fact, { severity: judge(host, call.policy).verdict === 'sanctioned' ? 'high' : 'critical', what: `fetches code from ${host === '…' ? 'a host that is known only at run time' : host} and runs it by ${fact.to.slice(5)}.`, detail: { host, by: fact.to.slice(5) } }));
    }
    if (hits !== null) return hits;
    const run = runsFetched(call);
    if (run === null) return noHits;
    const cloned = call.facts.some((fact) => fact.kind === 'file' && fact.via === 'git clone' && fact.path !== null && run.path.startsWith(`${fact.path}/`));
  const sanctioned = judge(run.host, call.policy).verdict === 'sanctioned';
  return [hitOn(call, undefined, { severity: sanctioned ? (cloned ? 'medium' : 'high') : 'critical', what: `fetches ${run.path} from ${run.host === '…' ? 'a host that is known only at run time' : run.host} and runs it.`, detail: { host: run.host, path: run.path } })];
  },
);
