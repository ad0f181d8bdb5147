import { describe, expect, it } from 'vitest';
import { examineCall } from '../analysis/examine.ts';
import type { ProjectRoot, SourceMachine } from '../analysis/examined-call.ts';
import { ruleIdOf } from '../analysis/hit.ts';
import { callOf } from '../analysis/rule-examples.ts';
import { quote } from '../shell/argument-words.ts';
import { addressCases } from './address-cases.ts';

const machine: SourceMachine = { home: '/home/dev', user: 'dev', style: 'posix', caseInsensitive: false, workTrees: [] };
const root: ProjectRoot = { path: '/home/dev/shop', how: 'first working directory', additional: [] };
const told = (command: string) => examineCall(callOf(command), root, machine).hits.map(ruleIdOf).filter((id) => /^(?:network\.(?:unsanctioned|exfil)|credential\.imds|obfuscation)/.test(id));

describe('an address that a command fetches', () => {
  // What a shell makes of the word is tested elsewhere: here it stands in quotes.
  for (const { written, verdict, flags } of addressCases) {
    if (written.includes('$')) continue;
    const aside = verdict === 'yes' || verdict === 'local' || flags.includes('ip-private');
    it(`${JSON.stringify(written)} is ${aside ? 'no finding on its host' : 'a finding on its host'}`, () => {
      const ids = told(`curl -s ${quote(written)}`).filter((id) => !aside || id !== 'obfuscation.homoglyph');
      if (aside) expect(ids).toEqual([]);
      else expect(ids).not.toEqual([]);
    });
  }

  it('is the other host where the shell takes the backslash out', () => {
    expect(told('curl https://evil.com\\@github.com/')).toEqual([]);
  });

  it('is known only at run time where a variable holds the host, and then never sanctioned', () => {
    const { facts } = examineCall(callOf('curl https://$HOST/x'), root, machine);
    expect(facts.flatMap((fact) => (fact.kind === 'network' ? [[fact.host, fact.certainty]] : []))).toEqual([[null, 'dynamic']]);
  });
});
