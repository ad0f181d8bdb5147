import { expect, test } from 'vitest';
import type { FindingGroup } from '../../shared/contract.ts';
import type { Severity } from '../../shared/event.ts';
import { familyCounts, familyOf, listRows, rowName, sectionsOf, severityCounts, withinFacets } from './finding-sections.ts';

const group = (rule: string, severity: Severity, hits = 1): FindingGroup => ({
  rule,
  title: rule,
  severity,
  attack: [],
  hits,
  first: null,
  last: null,
  sessions: [],
  marks: [],
  findingIds: Array.from({ length: hits }, (_, index) => `${rule}#${index}`),
});

const groups = [group('network.command', 'info', 9), group('write.outside-root', 'medium', 4), group('credential.ssh', 'high', 2), group('credential.env', 'low')];

test('sections go from worst to mildest, and what is mild starts closed', () => {
  expect(sectionsOf(groups, new Map()).map((section) => [section.severity, section.hits, section.open])).toEqual([
    ['high', 2, true],
    ['medium', 4, true],
    ['low', 1, false],
    ['info', 9, false],
  ]);
});

test('a case with mild findings only shows them', () => {
  const mild = groups.filter((one) => one.severity === 'info');
  expect(sectionsOf(mild, new Map()).map((section) => section.open)).toEqual([true]);
});

test('what the analyst opened or closed stays so', () => {
  const opened = new Map<Severity, boolean>([
    ['high', false],
    ['info', true],
  ]);
  expect(listRows(sectionsOf(groups, opened)).map(rowName)).toEqual([
    'head:high',
    'head:medium',
    'rule:medium:write.outside-root',
    'head:low',
    'head:info',
    'rule:info:network.command',
  ]);
});

test('the rail narrows by severity and by family', () => {
  expect(withinFacets(groups, { severity: null, family: 'credential' }).map((one) => one.rule)).toEqual(['credential.ssh', 'credential.env']);
  expect(withinFacets(groups, { severity: 'low', family: 'credential' }).map((one) => one.rule)).toEqual(['credential.env']);
});

test('the rail counts hits, not rules', () => {
  expect(familyCounts(groups)).toEqual([
    ['network', 9],
    ['write', 4],
    ['credential', 3],
  ]);
  expect([...severityCounts(groups)]).toEqual([
    ['critical', 0],
    ['high', 2],
    ['medium', 4],
    ['low', 1],
    ['info', 9],
  ]);
});

test('a rule id without a dot is its own family', () => {
  expect(familyOf('custom')).toBe('custom');
});

test('a rule that stands in two severities has two rows', () => {
  const twice = [group('write.outside-root', 'high'), group('write.outside-root', 'medium')];
  const names = listRows(sectionsOf(twice, new Map())).map(rowName);
  expect(new Set(names).size).toBe(names.length);
});
