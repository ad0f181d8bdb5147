/** All that the inspector shows of one event, read again from the evidence and checked against the hash it had. */
import crypto from 'node:crypto';
import type { EventDetail } from '../../../shared/contract.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import { examineCall } from '../analysis/examine.ts';
import { findSecrets, maskSecrets } from '../analysis/secrets/find-secrets.ts';
import { maskFact } from '../analysis/secrets/mask-examination.ts';
import { asList, type JsonObject, own, ownText } from '../events/json.ts';
import { recordBytes, recordSha256, parsedRecordCap } from '../events/original.ts';
import { jsonText } from '../sources/transcript/argument.ts';
import { readRecord } from '../sources/transcript/record.ts';
import { wholeResult } from './beside-files.ts';
import { callApproval, eventLineage } from './call-history.ts';
import type { OpenedCase } from './opened-case.ts';
import { parsedRecord, textInRecord } from './answer-text.ts';
import { eventRow, recordRef } from './rows.ts';

const fieldCap = 200_000;
const factCap = 500;

/** Throws a `CallProblem` where the record can't be read. */
export function eventDetail(opened: OpenedCase, event: number): EventDetail {
  const { store, files } = opened;
  const ref = recordRef(opened, event);
  const small = ref.byteEnd - ref.byteStart <= parsedRecordCap && store.kind(event) !== 'oversized';
  const bytes = small ? recordBytes(files, ref) : null;
  const sha256 = bytes ? sha256Of(bytes) : recordSha256(files, ref);
  const row = bytes && store.kind(event) !== 'reflog' ? parsedRecord(bytes) : null;
  const findings = opened.findings.filter(({ finding }) => finding.eventId === event);
  const { root, machine } = opened.judgedBy(store.session(event), store.file(event));
  const call = row ? callInput(row, store.block(event)) : null;
  const facts = call
    ? examineCall({ eventId: event, toolUseId: store.toolUseId(event), tool: store.tool(event) ?? '', input: call, cwd: store.cwd(event), sessionId: store.session(event) ?? '', agentId: store.agent(event), time: store.time(event) }, root, machine).facts
    : [];
  const result = store.result(event);
  const resultRef: EvidenceRef | null = result && { path: result.file, line: result.line, byteStart: result.byteStart, byteEnd: result.byteEnd };
  const lineage = eventLineage(opened, event);
  const approval = callApproval(opened, event, row ? ownText(row, 'entrypoint') : null);
  const madeBy = new Set(findings.map((hashed) => hashed.madeBy));
  return {
    row: eventRow(opened, event),
    input: call ? inputFields(call) : row ? noteFields(row, store.block(event)) : [],
    output: resultRef ? outputOf(opened, event, resultRef, store.toolUseId(event)) : null,
    // A path can hold a secret too, where no rule looks for one.
    facts: facts.slice(0, factCap).map((fact) => maskFact(fact, (text) => maskSecrets(text))),
    factsLeftOut: Math.max(0, facts.length - factCap),
    findings: findings.slice(0, 200).map(({ finding }) => finding),
    rules: opened.rules.filter((rule) => madeBy.has(rule.id)).slice(0, 200),
    projectRoot: { path: root.path, how: root.how.slice(0, 600) },
    source: { ref, sha256, fileSha256: opened.entries.find((entry) => entry.path === ref.path)?.sha256 ?? null, matches: matches(findings, ref, sha256) },
    result: resultRef ? { ref: resultRef, sha256: recordSha256(files, resultRef) } : null,
    otherPlaces: opened.otherPlaces(event).slice(0, 16),
    ...(lineage === undefined ? {} : { lineage }),
    ...(approval === null ? {} : { approval }),
  };
}

/** False where a finding was made of this record and its bytes are no longer what they were. */
function matches(findings: OpenedCase['findings'], ref: EvidenceRef, sha256: string): boolean {
  return findings.every(({ finding, recordSha256: hashes }) => finding.evidence.every((cited, at) => cited.path !== ref.path || cited.byteStart !== ref.byteStart || hashes[at] === sha256));
}

function sha256Of(bytes: Uint8Array): string {
  return crypto.createHash('sha256').update(bytes).digest('hex');
}

/** The input of the call that is part `block` of a row; null where that part is no call. */
export function callInput(row: JsonObject, block: number): JsonObject | null {
  const part = readRecord(row).parts[block];
  return part?.part === 'call' ? part.input : null;
}

function inputFields(input: JsonObject): EventDetail['input'] {
  return Object.entries(input)
    .slice(0, 64)
    .map(([name, value]) => field(name, typeof value === 'string' ? value : jsonText(value)));
}

function noteFields(row: JsonObject, block: number): EventDetail['input'] {
  const part = readRecord(row).parts[block];
  if (part?.part === 'mode') return [field('permissionMode', part.mode)];
  // What nobody knows is shown as it is, whatever stands around it.
  if (part?.part === 'note' && part.kind === 'unknown') return [field('record', jsonText(row))];
  const message = own(row, 'message');
  const content = own(message, 'content') ?? own(row, 'content') ?? own(row, 'text');
  if (typeof content === 'string') return [field('text', content)];
  const texts = asList(content).flatMap((item) => ownText(item, 'text') ?? ownText(item, 'thinking') ?? []);
  if (texts.length > 0) return [field('text', texts.join('\n'))];
  const whole = field('record', jsonText(row));
  // It names the person whose account this is, for the model alone.
  return [ownText(own(row, 'attachment'), 'type') === 'session_context' ? { ...whole, secrets: [...(whole.secrets ?? []), ...addressesIn(whole.value)].slice(0, 64) } : whole];
}

function addressesIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g)].map((found) => ({ start: found.index, end: found.index + found[0].length }));
}

function field(name: string, value: string): EventDetail['input'][number] {
  const shown = value.slice(0, fieldCap);
  return { name: name.slice(0, 300), value: shown, cut: value.length > fieldCap, ...secretsIn(shown, `${name}: `) };
}

function outputOf(opened: OpenedCase, event: number, ref: EvidenceRef, toolUseId: string | null): EventDetail['output'] {
  const kept = textInRecord(opened.files, ref, toolUseId);
  // Of a large result the record holds only a preview.
  const text = kept?.trimStart().startsWith('<persisted-output>') ? (wholeResult(opened, event) ?? kept) : kept;
  if (text === null) return null;
  const shown = text.slice(0, fieldCap);
  return { text: shown, characters: text.length, cut: text.length > fieldCap, ...secretsIn(shown, '') };
}

/** The places of secrets in a text that is shown; left out where there are none. The `head` before it can say what it is. */
function secretsIn(text: string, head: string): { secrets?: { start: number; end: number }[] } {
  const secrets = findSecrets(head + text).flatMap(({ start, end }) => (start < head.length ? [] : [{ start: start - head.length, end: end - head.length }]));
  return secrets.length === 0 ? {} : { secrets };
}
