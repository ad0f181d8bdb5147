/** Which rules can find something among a call's facts: by the kinds of facts, the programs that run, and what stands in paths. */
import type { Fact, FileOperation } from '../../../shared/finding.ts';
import type { Policy } from '../policy/policy.ts';
import type { Rule, Sight } from './examined-call.ts';
import { createPathWatch } from './path-watch.ts';

/** The rules of a list that may find something, as bits by their place in it, 32 a number. */
export interface RuleMarks {
  /** The next call writes the answer anew. */
  mark(facts: readonly Fact[], policy: Policy): Int32Array;
}

/** So many names of programs are kept with the rules that know them. */
const maxNames = 4000;

/** Reads what the rules say of what they look at; takes a few milliseconds. */
export function createRuleMarks(rules: readonly Rule[]): RuleMarks {
  const size = Math.ceil(rules.length / 32);
  const watch = createPathWatch(rules.flatMap(({ paths }, number) => (paths === undefined ? [] : [{ number, patterns: paths }])));
  const bitsOf = (matters: (rule: Rule, number: number) => boolean): Int32Array => {
    const bits = new Int32Array(size);
    for (const [at, rule] of rules.entries()) if (matters(rule, at)) bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
    return bits;
  };
  const looks = (rule: Rule, sight: Sight): boolean => rule.looksAt?.includes(sight) === true;
  const always = bitsOf((rule) => rule.looksAt === undefined);
  const anyProgram = bitsOf((rule) => looks(rule, 'exec') && rule.programs === undefined);
  const byKind = { network: bitsOf((rule) => looks(rule, 'network')), flow: bitsOf((rule) => looks(rule, 'flow')), env: bitsOf((rule) => looks(rule, 'env')), dynamic: bitsOf((rule) => looks(rule, 'dynamic')) };
  /** The rules to which any path matters, those to which some do, and those whose paths a policy can add to. */
  const onFile = (operation: FileOperation) => {
    const concerned = (rule: Rule): boolean => looks(rule, 'file') || looks(rule, operation);
    const watched = (rule: Rule, number: number): boolean => rule.paths !== undefined && !watch.unseen.includes(number);
    return { any: bitsOf((rule, number) => concerned(rule) && !watched(rule, number)), some: bitsOf((rule, number) => concerned(rule) && watched(rule, number)), named: bitsOf((rule) => concerned(rule) && rule.policyPaths === true) };
  };
  const byOperation = { read: onFile('read'), write: onFile('write'), delete: onFile('delete'), metadata: onFile('metadata'), execute: onFile('execute') };
  const byName = new Map<string, Int32Array>();
  const askers = [...rules.entries()].filter(([, rule]) => looks(rule, 'exec') && rule.programs !== undefined);
  const marks = new Int32Array(size);
  const hinted = new Int32Array(size);

  function add(bits: Int32Array): void {
    for (let at = 0; at < size; at++) marks[at] = (marks[at] ?? 0) | (bits[at] ?? 0);
  }

  function knowing(name: string): Int32Array {
    let known = byName.get(name);
    if (known === undefined) {
      known = new Int32Array(size);
      for (const [at, { programs }] of askers) if (programs?.(name) === true) known[at >>> 5] = (known[at >>> 5] ?? 0) | (1 << (at & 31));
      if (byName.size >= maxNames) byName.clear();
      byName.set(name, known);
    }
    return known;
  }

  return {
    mark(facts, policy) {
      marks.set(always);
      for (const fact of facts) {
        switch (fact.kind) {
          case 'exec':
            add(anyProgram);
            add(knowing(fact.program));
            for (const wrapper of fact.wrappers) add(knowing(wrapper));
            break;
          case 'file': {
            const { any, some, named } = byOperation[fact.operation];
            const { path, written } = fact;
            add(any);
            if (policy.credentialPaths.length > 0) add(named);
            hinted.fill(0);
            watch.look(path ?? written, hinted);
            if (path !== null && path !== written) watch.look(written, hinted);
            for (let at = 0; at < size; at++) marks[at] = (marks[at] ?? 0) | ((hinted[at] ?? 0) & (some[at] ?? 0));
            break;
          }
          default:
            add(byKind[fact.kind]);
        }
      }
      return marks;
    },
  };
}
