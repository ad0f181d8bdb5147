/** `scan --format jsonl`: one event a line, in time order, each with its place and the hash of its record. */
import type { EvidenceRef } from '../../../shared/event.ts';
import { maskedWords } from '../case/masked-finding.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { recordRef } from '../case/rows.ts';
import { createRecordReader } from '../events/original.ts';
import { iso } from './scan-json.ts';
import type { ScanWindow } from './scan-window.ts';
import { withWholeCharacters } from './whole-characters.ts';

/** Lines with their line feeds. Reads each record again for its hash. */
export function* eventLines(opened: OpenedCase, window: ScanWindow): Generator<string> {
  const { store } = opened;
  const reader = createRecordReader(opened.files);
  const hashed = (ref: EvidenceRef) => ({ ...ref, sha256: reader.sha256(ref) });
  try {
    for (const event of window.events(opened)) {
      const reflog = opened.reflog(event);
      const result = store.result(event);
      const line = {
        time: iso(store.time(event)),
        lane: store.lane(event),
        kind: store.kind(event),
        sessionId: store.session(event),
        agentId: store.agent(event),
        toolUseId: store.toolUseId(event),
        tool: store.tool(event),
        argument: maskedWords(store.argument(event), 4000),
        cwd: store.cwd(event),
        permissionMode: store.mode(event),
        attended: store.attended(event),
        outcome: store.outcome(event),
        durationMs: store.durationMs(event),
        findings: opened.findingsOf(event).map((finding) => ({ id: finding.id, rule: finding.rule, severity: finding.severity, state: finding.state })),
        evidence: hashed(recordRef(opened, event)),
        ...(result ? { result: hashed({ path: result.file, line: result.line, byteStart: result.byteStart, byteEnd: result.byteEnd }) } : {}),
        ...(reflog ? { repository: reflog.repository, refs: reflog.refs, old: reflog.entry.old, new: reflog.entry.new, action: reflog.entry.action, zone: reflog.entry.zone, repeated: !reflog.shown } : {}),
      };
      yield `${withWholeCharacters(JSON.stringify(line))}\n`;
    }
  } finally {
    reader.close();
  }
}
