/** Which rules can find something among a call's facts: by the kinds of facts, what runs with which words, and what stands in paths. */
import type { Fact, FileOperation } from '../../../shared/finding.ts';
import { createTextWatch } from '../patterns/text-watch.ts';
import type { Policy } from '../policy/policy.ts';
import type { Rule, Sight } from './examined-call.ts';

/** The rules of a list that may find something, as bits by their place in it, 32 a number. */
export interface RuleMarks {
  /** The next call writes the answer anew. */
  mark(facts: readonly Fact[], policy: Policy): Int32Array;
}

/** So many names of programs are kept with the rules that know them. */
const maxNames = 4000;

/** The rules to which a program matters, and those to which it does with certain words only. */
interface Knowing {
  readonly always: Int32Array;
  readonly withWords: Int32Array;
  readonly some: boolean;
}

/** Reads what the rules say of what they look at; takes a few milliseconds. */
export function createRuleMarks(rules: readonly Rule[]): RuleMarks {
  const size = Math.ceil(rules.length / 32);
  const paths = createTextWatch(rules.flatMap((rule, number) => (rule.paths === undefined ? [] : [{ number, patterns: rule.paths }])));
  const words = createTextWatch(rules.flatMap((rule, number) => (rule.words === undefined ? [] : [{ number, patterns: rule.words }])));
  const bitsOf = (matters: (rule: Rule, number: number) => boolean): Int32Array => {
    const bits = new Int32Array(size);
    for (const [at, rule] of rules.entries()) if (matters(rule, at)) bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
    return bits;
  };
  const looks = (rule: Rule, sight: Sight): boolean => rule.looksAt?.includes(sight) === true;
  const always = bitsOf((rule) => rule.looksAt === undefined);
  const byKind = { network: bitsOf((rule) => looks(rule, 'network')), flow: bitsOf((rule) => looks(rule, 'flow')), env: bitsOf((rule) => looks(rule, 'env')), dynamic: bitsOf((rule) => looks(rule, 'dynamic')) };
  /** The rules to which any path matters, those to which some do, and those whose paths a policy can add to. */
  const onFile = (operation: FileOperation) => {
    const concerned = (rule: Rule): boolean => looks(rule, 'file') || looks(rule, operation);
    const watched = (rule: Rule, number: number): boolean => rule.paths !== undefined && !paths.unseen.includes(number);
    return { any: bitsOf((rule, number) => concerned(rule) && !watched(rule, number)), some: bitsOf((rule, number) => concerned(rule) && watched(rule, number)), named: bitsOf((rule) => concerned(rule) && rule.policyPaths === true) };
  };
  const byOperation = { read: onFile('read'), write: onFile('write'), delete: onFile('delete'), metadata: onFile('metadata'), execute: onFile('execute') };
  const runs = [...rules.entries()].filter(([, rule]) => looks(rule, 'exec'));
  const byName = new Map<string, Knowing>();
  const marks = new Int32Array(size);
  const asked = new Int32Array(size);
  const hinted = new Int32Array(size);

  function knowing(name: string): Knowing {
    const kept = byName.get(name);
    if (kept !== undefined) return kept;
    const known = { always: new Int32Array(size), withWords: new Int32Array(size), some: false };
    for (const [at, { programs, words: ofRule, wordsOf }] of runs) {
      if (programs?.(name) === false) continue;
      const worded = ofRule !== undefined && !words.unseen.includes(at) && wordsOf?.(name) !== false;
      const bits = worded ? known.withWords : known.always;
      bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
      known.some ||= worded;
    }
    if (byName.size >= maxNames) byName.clear();
    byName.set(name, known);
    return known;
  }

  function add(bits: Int32Array, to: Int32Array): void {
    for (let at = 0; at < size; at++) to[at] = (to[at] ?? 0) | (bits[at] ?? 0);
  }

  /** Whether the words that run with it are worth a look. */
  function addProgram(name: string): boolean {
    const known = knowing(name);
    add(known.always, marks);
    if (known.some) add(known.withWords, asked);
    return known.some;
  }

  /** What was hinted at is forgotten with it. */
  function addHinted(among: Int32Array): void {
    for (let at = 0; at < size; at++) {
      marks[at] = (marks[at] ?? 0) | ((hinted[at] ?? 0) & (among[at] ?? 0));
      hinted[at] = 0;
    }
  }

  function addWorded(facts: readonly Fact[]): void {
    for (const fact of facts) if (fact.kind === 'exec') for (const argument of fact.argv) words.look(argument, hinted);
    addHinted(asked);
    asked.fill(0);
  }

  return {
    mark(facts, policy) {
      // Written out: for so few words, what typed arrays do themselves costs more.
      for (let at = 0; at < size; at++) marks[at] = always[at] ?? 0;
      let worded = false;
      for (const fact of facts) {
        switch (fact.kind) {
          case 'exec':
            if (addProgram(fact.program)) worded = true;
            for (const wrapper of fact.wrappers) if (addProgram(wrapper)) worded = true;
            break;
          case 'file': {
            const { any, some, named } = byOperation[fact.operation];
            const { path, written } = fact;
            add(any, marks);
            if (policy.credentialPaths.length > 0) add(named, marks);
            paths.look(path ?? written, hinted);
            if (path !== null && path !== written) paths.look(written, hinted);
            addHinted(some);
            break;
          }
          default:
            add(byKind[fact.kind], marks);
        }
      }
      if (worded) addWorded(facts);
      return marks;
    },
  };
}
