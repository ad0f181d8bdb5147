import { describe, expect, it } from 'vitest';
import { secretKeywords } from '../../analysis/secrets/secret-keywords.ts';
import { createRowScanner } from '../../scanner/row-scanner.ts';
import { readRecord } from './record.ts';
import { createTrail, joinTrails } from './trail.ts';

describe('the trail of a file', () => {
  it('counts the decisions that it does not keep, over all parts', () => {
    const notes = () => {
      const trail = createTrail(createRowScanner(secretKeywords));
      const file = trail.file({ path: 'p', sessionId: 's', agentId: null });
      const reading = readRecord({ type: 'attachment', attachment: { type: 'hook_permission_decision', decision: 'allow', toolUseID: 't', hookEvent: 'PreToolUse' } });
      for (let row = 0; row < 100_003; row++) file.row(reading, 's', false, { path: 'p', line: row, byteStart: row, byteEnd: row });
      file.end();
      return trail.notes();
    };
    const { decisions, more } = joinTrails([notes(), notes()], [0, 0]);
    expect([decisions.length, more]).toEqual([200_000, 6]);
  });
});
