import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { severities } from '../../../shared/event.ts';
import { defaultReportOptions, reportModel } from '../../../shared/report.ts';
import { drawnFile, drawnFinding, drawnRow, drawnSession, drawnSource } from './drawn-source.ts';
import { buildReportModel, reportLimits } from './report-model.ts';

const options = { ...defaultReportOptions, title: 'Night run' };

describe('the report model', () => {
  it('keeps its contract, and holds no time of its own but the issue time', () => {
    const source = drawnSource({ rows: [drawnRow(0, 10)], findings: [drawnFinding('a', 'high', 0)], sessions: [drawnSession('s1', 1, 2)], files: [drawnFile('a.jsonl')] });
    const model = buildReportModel(source, options, 5000);
    expect(v.parse(reportModel, model)).toEqual(model);
    expect(buildReportModel(source, options, 6000)).toEqual({ ...model, issuedAt: 6000 });
  });

  it('prints findings from the chosen severity up and counts the others', () => {
    const findings = severities.map((severity) => drawnFinding(severity, severity, null));
    const model = buildReportModel(drawnSource({ findings }), { ...options, minSeverity: 'medium' }, 0);
    expect(model.findings.map((finding) => finding.severity)).toEqual(['critical', 'high', 'medium']);
    expect(model.findingsLeftOut).toBe(2);
  });

  it('puts the worst first and, within a rule, the newest first', () => {
    const findings = [drawnFinding('old', 'high', null, { time: 1 }), drawnFinding('none', 'high', null, { time: null }), drawnFinding('new', 'high', null, { time: 9 }), drawnFinding('bad', 'critical', null)];
    expect(buildReportModel(drawnSource({ findings }), options, 0).findings.map((finding) => finding.id)).toEqual(['bad', 'new', 'old', 'none']);
  });

  it('does not depend on the order in which findings were found', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
        const findings = [0, 1, 2, 3, 4, 5].map((n) => drawnFinding(`f${n}`, severities[n % 3] ?? 'low', null, { time: n < 4 ? n % 2 : null, rule: `r.${n % 2}` }));
        const shuffled = order.flatMap((n) => findings[n] ?? []);
        expect(buildReportModel(drawnSource({ findings: shuffled }), options, 0).findings).toEqual(buildReportModel(drawnSource({ findings }), options, 0).findings);
      }),
    );
  });

  it('adds up: printed and left out are what the case has, for each kind of row', () => {
    fc.assert(
      fc.property(fc.nat(1200), fc.nat(600), fc.constantFrom(...severities), (findingCount, rowCount, minSeverity) => {
        const rows = Array.from({ length: rowCount }, (_, n) => drawnRow(n, n));
        const findings = Array.from({ length: findingCount }, (_, n) => drawnFinding(`f${n}`, severities[n % 5] ?? 'low', n % 7 === 0 ? null : n));
        const model = buildReportModel(drawnSource({ rows, findings }), { ...options, minSeverity }, 0);
        expect(model.findings.length + model.findingsLeftOut).toBe(findingCount);
        expect(model.keyEvents.length + model.eventsNotPrinted).toBe(rowCount);
        expect(model.findings.length).toBeLessThanOrEqual(reportLimits.findings);
      }),
      { numRuns: 25 },
    );
  });

  it('lists the files that findings cite before the others, and hashes each cited record once', () => {
    const files = [drawnFile('a'), drawnFile('b'), drawnFile('c')];
    const at = (path: string) => ({ path, line: 1, byteStart: 5, byteEnd: 9 });
    const findings = [drawnFinding('x', 'high', null, { evidence: [at('c'), at('b')] }), drawnFinding('y', 'high', null, { evidence: [at('c')] })];
    const model = buildReportModel(drawnSource({ files, findings }), options, 0);
    expect(model.files.map((file) => file.path)).toEqual(['b', 'c', 'a']);
    expect(model.recordHashes.map((hash) => hash.path)).toEqual(['c', 'b']);
  });
});
