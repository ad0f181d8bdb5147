/** A file fetched or decoded in one call, and run in a later one. */
import { judge } from '../../policy/policy.ts';
import type { ToolCall } from '../examined-call.ts';
import { defineRule } from '../rule.ts';
import { recorded } from '../wording.ts';
import type { Join, SessionCall } from './join.ts';
import { isTemplate } from './scratch-name.ts';
import { follows, laterText, minute } from './time-bound.ts';

const bound = 120 * minute;

const rule = defineRule(
  {
    id: 'execution.download-then-run',
    title: 'Downloaded in one call, run in another',
    severity: 'critical',
    attack: ['T1105', 'T1059.004'],
    looksAt: [],
    why: 'A file that came from another machine, or was decoded, is run by a later call of the same session.',
    doesNotShow: 'What the file did; that it was still the same file.',
    otherExplanation: 'Installers are fetched, looked at and then run; from sanctioned hosts this is reported high.',
    canBeWrong: 'The two calls are tied by the path alone.',
  },
  () => [],
);

interface Fetched {
  readonly call: ToolCall;
  readonly at: number;
  readonly from: string;
}

/** How a folder comes to hold what was fetched. */
const layers = /^(?:tar|gtar|bsdtar|unzip|7z|7za|7zz|unrar|git clone|gh)$/;

/** Whether a call laid a whole folder out there, and not in the folder that it works in, where the project's own files are. */
function laidOut({ call, facts }: SessionCall, path: string): boolean {
  return path !== call.cwd && call.cwd?.startsWith(`${path}/`) !== true && facts.some((fact) => fact.kind === 'file' && fact.operation === 'write' && fact.recursive && fact.path === path && layers.test(fact.via));
}

/** The folder above a path that was fetched as a whole. */
function folderAbove(path: string, folders: ReadonlyMap<string, Fetched>): string | undefined {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) return folder;
  }
  return undefined;
}

export const downloadThenRun: Join = {
  rule,
  look(calls, policy) {
    const fetched = new Map<string, Fetched>();
    const folders = new Map<string, Fetched>();
    const told = new Set<string>();
    const found: { hit: ReturnType<typeof hitOf>; calls: readonly ToolCall[] }[] = [];
    calls.forEach((session, at) => {
      const { call, facts } = session;
      const run = new Set<string>();
      for (const fact of facts) {
        if (fact.kind !== 'file' || fact.operation !== 'execute') continue;
        const path = fact.real ?? fact.path ?? fact.written;
        const folder = fetched.has(path) || folders.size === 0 ? undefined : folderAbove(path, folders);
        if (folder !== undefined && told.has(folder)) continue;
        const before = folder === undefined ? fetched.get(path) : folders.get(folder);
        if (before === undefined || before.call === call || run.has(path) || !follows(before.call, call, bound, at - before.at)) continue;
        run.add(path);
        const sanctioned = before.from.startsWith('net:') && judge(before.from.slice(4), policy).verdict === 'sanctioned';
        if (folder !== undefined) told.add(folder);
        found.push({ hit: hitOf(before, call, path, folder, sanctioned), calls: [before.call, call] });
      }
      for (const fact of facts) {
        if (fact.kind !== 'flow' || !fact.to.startsWith('file:')) continue;
        const path = fact.to.slice(5);
        if (isTemplate(path)) continue;
        if (fact.from.startsWith('net:') || fact.from.startsWith('decode:')) fetched.set(path, { call, at, from: fact.from });
        else if (fact.from.startsWith('file:')) {
          const earlier = fetched.get(fact.from.slice(5));
          if (earlier !== undefined) fetched.set(path, earlier);
        }
        const whole = fetched.get(path);
        if (whole !== undefined && laidOut(session, path)) {
          folders.set(path, whole);
          told.delete(path);
        }
      }
    });
    return found;
  },
};

function hitOf(before: Fetched, call: ToolCall, path: string, folder: string | undefined, sanctioned: boolean) {
  const from = before.from.startsWith('net:') ? (before.from === 'net:…' ? 'a host that is known only at run time' : before.from.slice(4)) : 'encoded text';
  return {
    severity: folder !== undefined ? (sanctioned ? ('low' as const) : ('high' as const)) : sanctioned ? ('high' as const) : ('critical' as const),
    confidence: 'medium' as const,
    confidenceReason: folder === undefined ? 'The calls are tied by the path of the file.' : 'The calls are tied by the folder alone; the file in it may have been made since.',
    sentence: recorded(`makes ${folder ?? path} from ${from}, and, ${laterText(before.call, call)}, one that runs ${folder === undefined ? 'it' : path}.`),
    excerpt: path.slice(0, 900),
    ruleId: 'execution.download-exec',
    detail: { path, from, firstToolUseId: before.call.toolUseId, lastToolUseId: call.toolUseId },
  };
}
