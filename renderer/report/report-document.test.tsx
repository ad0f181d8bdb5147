import { renderToStaticMarkup } from 'react-dom/server';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { findingStates } from '../../shared/finding.ts';
import { reportModel } from '../../shared/report.ts';
import { drawnEvent, drawnFinding, drawnReflog, drawnReport, drawnRule } from './drawn-report.ts';
import { ReportDocument, reportSections } from './report-document.tsx';

const markup = (model: ReturnType<typeof drawnReport>, missing?: ReadonlySet<string>) => renderToStaticMarkup(<ReportDocument model={model} {...(missing ? { missing } : {})} />);
const plain = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/&#x27;/g, "'").replace(/&amp;/g, '&').replace(/&gt;/g, '>').replace(/&lt;/g, '<').replace(/\s+/g, ' ');
const headings = (html: string) => [...html.matchAll(/<h([1-6])[^>]*>(.*?)<\/h\1>/g)].map((match) => `${match[1]} ${plain(match[2] ?? '').trim()}`);

describe('the report on paper', () => {
  it('is drawn from a model that keeps the contract', () => {
    expect(v.safeParse(reportModel, drawnReport()).success).toBe(true);
  });

  it('has one title, and numbered sections as headings for the outline', () => {
    const found = headings(markup(drawnReport()));
    expect(found.filter((heading) => heading.startsWith('1 '))).toEqual(['1 Night run']);
    expect(found.filter((heading) => heading.startsWith('2 ')).map((heading) => heading.slice(2))).toEqual([
      '1 Summary', '2 Sessions', '3 Scope and launch posture', '4 Key events', '5 Findings', '6 Repositories and reflogs', '7 Rollback', '8 Disclosure decision', '9 What could not be read', '10 Method and limits', '11 How to check this report', 'Appendix A: findings in full', 'Appendix B: evidence manifest', 'Appendix C: rules that ran',
    ]);
  });

  it('has a place for each section that the contents name', () => {
    const html = markup(drawnReport());
    for (const section of reportSections) expect(html).toContain(`id="${section.id}"`);
  });

  it('prints a finding with its four fields apart, its place, its record’s hash, and what it does not show', () => {
    const text = plain(markup(drawnReport()));
    expect(text).toContain('Severity Critical Confidence high . The path is written out. Evidence RECORDED Verdict Unreviewed');
    expect(text).toContain(`a.jsonl line 3, bytes 20–29, SHA-256 ${'9'.repeat(64)}`);
    expect(text).toContain(`What this does not show ${drawnRule.doesNotShow}`);
    expect(text).toContain(`Another explanation ${drawnRule.otherExplanation}`);
  });

  it('prints the place and the hash of each finding beyond those with each field, and counts a rule\'s findings in both', () => {
    const findings = Array.from({ length: 153 }, (_, at) => ({ ...drawnFinding(`f-${at}`), evidence: [{ path: 'a.jsonl', line: at + 1, byteStart: at * 10, byteEnd: at * 10 + 9 }] }));
    const text = plain(markup(drawnReport({ findings, recordHashes: findings.flatMap(({ evidence }) => evidence.map(({ path, byteStart, byteEnd }) => ({ path, byteStart, byteEnd, sha256: `${byteStart}`.padStart(64, '0') }))) })));
    for (const { evidence } of findings) expect(text).toContain(`${evidence[0]?.byteStart}`.padStart(64, '0'));
    expect(text).toMatch(/153 findings ?, 3 of them in the table below/);
    expect(text).toContain('3 findings beyond the first 150');
  });

  it('says where a record has no line, instead of a line 0', () => {
    const text = plain(markup(drawnReport({ findings: [{ ...drawnFinding('f-1'), evidence: [{ path: 'a.jsonl', line: 0, byteStart: 20, byteEnd: 29 }] }] })));
    expect(text).toContain('a.jsonl no lines, bytes 20–29, SHA-256');
    expect(text).not.toContain('line 0');
  });

  it('prints the hash of the table of findings beside it', () => {
    expect(plain(markup(drawnReport()))).toContain(`its own SHA-256 is ${'6'.repeat(64)}`);
  });

  it('prints where the flag was, what claims a sandbox, and what the rules propose with the lines to sign', () => {
    const place = { path: 'Users/kim/.zshrc', line: 1, byteStart: 0, byteEnd: 9 };
    const text = plain(markup(drawnReport({
      posture: {
        headline: 'h', subline: 's', worst: 'high', flagsTotal: 1, flagsAsking: 1, filesLookedAt: 3, settings: [], rules: [], hooks: [], consents: [], managed: [], otherAgents: [], secondSources: [], tables: [], runbook: [],
        flags: [{ place, scope: 'shell-config', origin: 'shell-start-file', sandboxed: false, sandbox: 'none', agent: 'Claude Code', flag: '--x', offers: false, command: 'alias claude="claude --x"', how: 'alias claude', reach: 'each shell', time: null, claim: null, claimUnseen: false, started: [], changedBy: [], severity: 'high', findingId: null }],
        levels: [{ scope: 'managed', path: null, state: 'absent', disablesBypass: null, says: [], changedBy: [] }],
        effective: { bypass: 'allowed', says: 'Nothing sets it.' },
        servers: [{ place, name: 'helper', scope: 'user', agent: 'Claude Code', transport: 'stdio', line: '/tmp/helper', envNames: ['TILL_TOKEN'], binary: 'unknown', binarySays: 'Not in the copy.', registered: [], calls: 2, unattendedCalls: 2, severity: 'critical', findingId: null }],
        decision: { queue: 'ir', reasons: [{ says: 'A credential was read.', findings: ['f-1'], total: 21 }], against: [] },
      },
    })));
    expect(text).toContain('Users/kim/.zshrc line 1');
    expect(text).toContain('shell-config each shell not set High');
    expect(text).toContain('Effective: bypass mode allowed.');
    expect(text).toContain('helper user /tmp/helper Not in the copy. Variables: TILL_TOKEN by no recorded call 2');
    expect(text).toContain('Proposed by rules: IR queue. A person decides.');
    expect(text).toContain('for IR A credential was read. f-1 and 20 more');
    expect(text).toContain('Repository owner');
  });

  it('prints the decision with its reason beside the proposal, and each choice with who, when and why', () => {
    const noted = { at: '2026-05-15T14:00:00.000Z', manifestSha256: null } as const;
    const model = drawnReport({
      history: [
        { what: 'chosen', id: 1, by: 'Kim', reason: 'our own mirror', choice: { kind: 'sanction-host', host: 'mirror.invented.example' }, ...noted },
        { what: 'taken-back', id: 2, by: null, reason: null, of: 1, ...noted },
        { what: 'chosen', id: 3, by: 'Kim', reason: 'keys were revoked', choice: { kind: 'decision', queue: 'postmortem', proposed: 'ir' }, ...noted },
      ],
      posture: {
        headline: 'h', subline: 's', worst: null, flags: [], flagsTotal: 0, flagsAsking: 0, filesLookedAt: 3, settings: [], rules: [], hooks: [], consents: [], managed: [], otherAgents: [], secondSources: [], tables: [], runbook: [], levels: [],
        effective: { bypass: 'allowed', says: 'Nothing sets it.' }, servers: [],
        decision: { queue: 'ir', reasons: [], against: [] },
      },
    });
    const text = plain(markup(model));
    expect(text).toContain('Proposed by rules: IR queue.');
    expect(text).toContain('Decided: Near-miss postmortem , against the proposal (IR queue). Reason: keys were revoked');
    expect(text).toContain('1 Host mirror.invented.example is sanctioned our own mirror Fri 15 May 2026 14:00:00 UTC, Kim taken back Fri 15 May 2026 14:00:00 UTC');
  });

  it('prints what was read of each file in the numbers of the model, and their sums', () => {
    expect(plain(markup(drawnReport()))).toContain('File Bytes Lines Records Events Malformed Oversized Blank Repeated No time Unknown a.jsonl 40,000 11 9 9 1 0 1 0 0 2 Transcripts, sum 40,000 11 9 9 1 0 1 0 0 2');
  });

  it('prints which files changed since they were read, and the reason given', () => {
    const report = drawnReport({ changedFiles: ['a.jsonl'] });
    const text = plain(markup({ ...report, options: { ...report.options, mismatchReason: 'The copy was mounted anew.' } }));
    expect(text).toContain('1 file differs from what was read. Reason given for printing it: The copy was mounted anew.');
  });

  it('prints how a repository could be put back, with full ids, and which option fits', () => {
    const text = plain(markup(drawnReport()));
    expect(text).toContain(`git reset --hard ${'1'.repeat(40)}`);
    expect(text).toContain('Option 1: Move the branch back , the cheapest that fits');
    expect(text).toContain('Option 3: Restore from a backup , does not fit');
    expect(plain(markup(drawnReport({ rollback: [] })))).toContain('No way back is proposed.');
  });

  it('gives each rule that matched one line in the body, with its hits by evidence state', () => {
    const findings = [drawnFinding('f-1'), drawnFinding('f-2'), drawnFinding('f-3', { state: 'denied' })];
    expect(plain(markup(drawnReport({ findings })))).toContain('Private key read credential.ssh T1552.004 3 Fri 9 Oct 2026 17:12:46 RECORDED 2, DENIED 1 Unreviewed');
  });

  it('says nothing of unexplained entries where calls and reflog entries were not compared', () => {
    const drawn = drawnReport();
    const text = plain(markup({ ...drawn, keyEvents: [{ row: drawnReflog(4, null, { state: 'not-joined' }), findingRules: [] }] }));
    expect(text).not.toMatch(/accounts? for (the entry|it|them)/);
    expect(text).toContain('They are not joined');
    expect(plain(markup(drawn))).toContain('1 of these without a call that accounts for it');
  });

  it('says draft while findings are unreviewed', () => {
    expect(plain(markup(drawnReport()))).toContain('DRAFT , 1 finding unreviewed');
  });

  it('prints what ran where nothing matched, not an all-clear', () => {
    const calm = drawnReport();
    const text = plain(markup({ ...calm, findings: [], summary: { ...calm.summary, findings: 0, findingsBySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 } } }));
    expect(text).toContain('12 rules ran over 2 calls. None matched.');
  });

  it('warns of a live folder, of changed files and of a missing sandbox before the first number', () => {
    const drawn = drawnReport();
    const text = plain(markup({ ...drawn, summary: { ...drawn.summary, live: true }, changedFiles: ['a.jsonl'], sandboxOff: true }));
    const summaryAt = text.indexOf('1 Summary');
    for (const words of ['Live folder, not evidence', '1 evidence file no longer has the SHA-256', 'without the sandbox']) {
      expect(text.indexOf(words)).toBeGreaterThan(0);
      expect(text.indexOf(words)).toBeLessThan(summaryAt);
    }
  });

  it('counts what it leaves out', () => {
    const text = plain(markup(drawnReport({ eventsNotPrinted: 1296, sessionsLeftOut: 2, problemsLeftOut: 3 })));
    expect(text).toContain('4 of 1,300 events');
    expect(text).toContain('2 sessions beyond the first 1 are not printed');
    expect(text).toContain('3 problems more in the app');
  });

  it('prints each finding even where there are more than it prints in full', () => {
    const findings = Array.from({ length: 170 }, (_, n) => drawnFinding(`f-${n}`));
    const text = plain(markup(drawnReport({ findings })));
    for (const finding of findings) expect(text).toContain(finding.id);
  });

  it('shows hostile evidence as labels, and makes no link and no markup of it', () => {
    const hostile = '<img src=x onerror=alert(1)> [x](https://x.example) \u202Egpj.exe\u0000';
    const html = markup(drawnReport({ findings: [drawnFinding('f', { excerpt: hostile, title: hostile, sentence: hostile })], keyEvents: [{ row: drawnEvent(1, { argument: hostile }), findingRules: [] }] }));
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<a ');
    expect(html).not.toContain('\u202E');
    expect(plain(html)).toContain('⟨U+202E');
    expect(html).toContain('&lt;img src=x');
  });

  it('prints the code point of a character that no font draws', () => {
    const html = markup(drawnReport({ options: { ...drawnReport().options, title: '夜 run' } }), new Set(['夜']));
    expect(plain(html)).toContain('⟨U+591C⟩ run');
    expect(html).not.toContain('夜');
  });

  it('claims nothing that records cannot carry', () => {
    const states = findingStates.map((state, index) => drawnFinding(`f-${index}`, { state }));
    const drawn = drawnReport({ findings: states, changedFiles: ['a'], sandboxOff: true, sessionsLeftOut: 1, problemsLeftOut: 2 });
    const calm = drawnReport({ findings: [], keyEvents: [], sessions: [], repositories: [], problems: [], files: [], rules: [] });
    for (const model of [drawn, calm]) {
      const claims = plain(markup(model)).match(/\b(all|every|entire|complete|completely|proves|proven|definitively|always|reliable|the user viewed|compliant)\b/gi);
      expect(claims).toBeNull();
    }
  });
});
