/** The formats of a scan say the same of one case. */
import { describe, expect, it } from 'vitest';
import { openDrawn } from '../drawn-case.ts';
import { eventLines } from './events-jsonl.ts';
import { scanJson } from './scan-json.ts';
import { scanSummary } from './scan-summary.ts';
import { scanWindow } from './scan-window.ts';

const [none, one, two] = ['0'.repeat(40), '1'.repeat(40), '2'.repeat(40)];
const seconds = (text: string) => Date.parse(text) / 1000;
const entry = (old: string, now: string, time: string, message: string) => `${old} ${now} Kim <kim@example.test> ${seconds(time)} +0200\t${message}\n`;
const log = entry(none, one, '2026-05-11T08:00:00Z', 'commit (initial): a') + entry(one, two, '2026-05-16T08:00:00Z', 'commit: b');
const call = (id: number) =>
  JSON.stringify({ type: 'assistant', uuid: `u${id}`, sessionId: 's1', cwd: '/Users/kim/shop', timestamp: `2026-05-15T14:00:0${id}Z`, message: { role: 'assistant', content: [{ type: 'tool_use', id: `t${id}`, name: 'Bash', input: { command: 'curl https://a.example.test' } }] } });

function setup() {
  return openDrawn({
    'Users/kim/.claude/projects/-Users-kim-shop/s1.jsonl': [call(1), call(2)].join('\n'),
    'Users/kim/shop/.git/HEAD': 'ref: refs/heads/main\n',
    'Users/kim/shop/.git/config': '[core]\n\tbare = false\n',
    'Users/kim/shop/.git/refs/heads/main': `${two}\n`,
    'Users/kim/shop/.git/objects/keep': '',
    'Users/kim/shop/.git/logs/HEAD': log,
    'Users/kim/shop/.git/logs/refs/heads/main': log,
  });
}

describe('the formats of a scan', () => {
  it.each([
    ['without a bound', null, null],
    ['from a time on', Date.parse('2026-05-15T14:00:02Z'), null],
    ['to a time', null, Date.parse('2026-05-15T14:00:01Z')],
  ])('count the same events, and begin and end with the same, %s', async (_, since, until) => {
    const opened = await setup();
    const window = scanWindow(since, until, 'info');
    const lines = [...eventLines(opened, window)].map((line) => JSON.parse(line));
    const times = lines.map(({ time }) => time).filter((time) => time !== null);
    const { events } = scanJson(opened, window);
    expect(events.total).toBe(lines.length);
    expect([events.first, events.last]).toEqual([times[0], times.at(-1)]);
    expect(times).toEqual([...times].sort());
  });

  it('say in the summary how many findings were not asked for, and never that none matched', async () => {
    const opened = await setup();
    const all = opened.findings.length;
    expect(all).toBeGreaterThan(0);
    const whole = scanSummary(opened, scanWindow(null, null, 'info'));
    expect(whole).not.toContain('Left out');
    for (const window of [scanWindow(null, null, 'critical'), scanWindow(Date.parse('2026-06-01T00:00:00Z'), null, 'info')]) {
      const text = scanSummary(opened, window);
      const shown = window.findings(opened).length;
      expect(shown).toBeLessThan(all);
      expect(text).not.toContain('None matched');
      expect(text).toContain(`Left out    ${all - shown} of ${all} findings, by --since, --until or --min-severity`);
    }
  });

  it('say in JSON what was asked for, and how many findings that left out', async () => {
    const opened = await setup();
    const all = opened.findings.length;
    expect(scanJson(opened, scanWindow(null, null, 'info')).asked).toEqual({ since: null, until: null, minSeverity: 'info', findingsLeftOut: 0 });
    const since = Date.parse('2026-06-01T02:00:00+02:00');
    expect(scanJson(opened, scanWindow(since, Date.UTC(9999, 11, 31), 'low')).asked).toEqual({ since: '2026-06-01T00:00:00.000Z', until: '9999-12-31T00:00:00.000Z', minSeverity: 'low', findingsLeftOut: all });
  });

  it('tell entries of a reflog from lines: one stands in the log of HEAD and in that of its branch', async () => {
    const opened = await setup();
    const text = scanSummary(opened, scanWindow(null, null, 'info'));
    expect(text).toContain('1 repository, 2 reflog entries in 4 lines');
    expect(text).toMatch(/Users\/kim\/shop .* 4 reflog lines/);
  });
});
