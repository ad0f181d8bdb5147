import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { fact as factSchema, findingDetail } from '../../../shared/finding.ts';
import { examineCall } from './examine.ts';
import type { ProjectRoot, SourceMachine } from './examined-call.ts';
import { callOf, type Example } from './rule-examples.ts';

const machine: SourceMachine = { home: '/home/dev', user: 'dev', style: 'posix', caseInsensitive: true, workTrees: ['/home/dev/shop'] };
const root: ProjectRoot = { path: '/home/dev/shop', how: 'first working directory', additional: [] };
const many = (text: string, times: number) => text.repeat(times);

/** Texts on which careless expressions and expansions run away. Each is given time enough by the test's own limit. */
const texts: readonly (readonly [string, Example])[] = [
  ['options without end', `rsync -e 'ssh${many(' -a', 5000)} !' a b`],
  ['an address of many groups', `curl http://${many('{a,b}', 200)}.example/`],
  ['an address of many ranges', `curl http://${many('[a-z]', 200)}.example/`],
  ['nested loops', `${many('for a in {1..16}; do ', 12)} rm $a; ${many('done; ', 12)}`],
  ['a text evaluated again and again', `X='${many('ls ; ', 4000)}'; ${many('eval "$X";', 2000)}`],
  ['a text doubled', `A=aaaaaaaaaa; ${many('A=$A$A;', 60)} rm $A`],
  ['a dynamic name without end', `dig ${many('$X.', 2000)}example.net`],
  ['code that opens without closing', `python3 -c "${many('open(,', 5000)}"`],
  ['code of quotes', `node -e '${many('"`', 10_000)}'`],
  ['code of spaces', `node -e '"${many(' ', 30_000)}'`],
  ['a long word', `rm ${many('a', 60_000)}`],
  ['a long path of dots', `cat ${many('../', 15_000)}etc/passwd`],
  ['names of secrets', `echo ${many('token-token_', 5000)}`],
  ['keys of nothing', `echo '${many('-----BEGIN RSA PRIVATE KEY-----', 1500)}'`],
  ['keys that look alike', many('AKIA2345672345672345 ghp_ xoxb- ', 1800)],
  ['a long statement', `psql -c '${many('/* ', 10_000)}'`],
  ['letters of two scripts', `curl http://${many('аa', 15_000)}`],
  ['functions that call each other', `${Array.from({ length: 200 }, (_, at) => `f${at}() { f${(at + 1) % 200}; f${(at + 2) % 200}; }`).join('; ')}; f0`],
  ['a large file', { tool: 'Write', input: { file_path: '/home/dev/shop/a', content: many('api_key = token secret password ', 60_000) } }],
  ['an input of many keys', { tool: 'mcp__x__y', input: Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`path${at}`, `/a/${at}`])) }],
  ['an input that is a prototype', { tool: 'mcp__x__y', input: JSON.parse('{"__proto__": {"path": "/etc/x"}, "constructor": "/etc/y"}') }],
  ['half a pair', { tool: 'Write', input: { file_path: '/home/dev/shop/\ud800', content: '\udc00' } }],
];

describe('hostile input', () => {
  it.each(texts)('%s is examined, and what is said keeps to the contract', (_, example) => {
    const { facts, hits } = examineCall(callOf(example), root, machine);
    expect(facts.length).toBeLessThanOrEqual(500);
    for (const fact of facts) v.parse(factSchema, fact);
    for (const hit of hits) {
      v.parse(findingDetail, hit.detail);
      expect(hit.sentence.length).toBeLessThanOrEqual(2000);
      expect(hit.excerpt.length).toBeLessThanOrEqual(1000);
    }
  });
});
