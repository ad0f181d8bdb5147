/**
 * Reads what the model's provider or a collector kept of requests: a table with request ids, OpenTelemetry events, messages and
 * usage of the provider's own interfaces. Each record keeps its place; nothing is joined here.
 */
import { append } from '../../../../shared/append.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import { asList, asObject, type Json, own, ownText } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import { createFileCounts } from '../file-counts.ts';
import { processEvent, readTable, recordTime, type TableRow, timeText } from './process-events.ts';
import { type CountedFile, firstRow } from './read-records.ts';
import { type TextFile, textFile } from './text-file.ts';

/** `request`: one call of the model. `tool`, `message`: carry a tool call's id. `bucket`: sums over a span, without ids. `event`: anything else of a session. */
export type ProviderKind = 'request' | 'tool' | 'message' | 'bucket' | 'event';

export interface ProviderRecord {
  readonly ref: EvidenceRef;
  readonly kind: ProviderKind;
  readonly source: 'table' | 'opentelemetry' | 'compliance' | 'usage' | 'hook';
  /** `api_request`, `permission_mode_changed`. */
  readonly name: string;
  readonly time: number | null;
  readonly until: number | null;
  readonly requestId: string | null;
  readonly toolUseIds: readonly string[];
  readonly sessionId: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheTokens: number | null;
  /** Of a change of the permission mode: what it was, and what it became; of a hook's input the mode that held. */
  readonly modes?: { readonly from: string | null; readonly to: string };
  /** A few words of the record, for a row. */
  readonly says: string;
}

export interface ProviderRead {
  readonly records: readonly ProviderRecord[];
  readonly counted: readonly CountedFile[];
  readonly problems: readonly ReadProblem[];
}

const documentCap = 64 * 1024 * 1024;
const maxRecords = 1_000_000;
/** Looking through a whole document for each of its records would take longer than the rest of the case. */
const mostBackwards = 1000;
const requestNames = ['request_id', 'requestid', 'request-id', 'request id', 'anthropic-request-id', 'x-request-id'] as const;

function number(text: string | null): number | null {
  if (text === null || !/^-?\d+(?:\.\d+)?$/.test(text.trim())) return null;
  return Number(text);
}

function cacheOf(...values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** A row of a table or a flat object: a request id or a model with tokens, and a time. Null for another row. */
export function tableRecord(row: TableRow): ProviderRecord | null {
  const requestId = row.text(...requestNames);
  const model = row.text('model', 'model_id', 'model_name', 'modelid');
  const inputTokens = number(row.text('input_tokens', 'inputtokens', 'prompt_tokens', 'uncached_input_tokens', 'usage.input_tokens', 'input.inputtokencount', 'inputtokencount'));
  const outputTokens = number(row.text('output_tokens', 'outputtokens', 'completion_tokens', 'usage.output_tokens', 'output.outputtokencount', 'outputtokencount'));
  const written = timeText(row);
  if (written === null || (requestId === null && (model === null || (inputTokens === null && outputTokens === null)))) return null;
  if (requestId === null && row.text('ending_at', 'end_time', 'bucket_end') === null && row.text('type', 'role', 'message') !== null) return null;
  const until = recordTime(row.text('ending_at', 'end_time', 'bucket_end'));
  const kind: ProviderKind = requestId === null && until !== null ? 'bucket' : 'request';
  const cacheTokens = cacheOf(number(row.text('cache_read_input_tokens', 'cache_read_tokens')), number(row.text('cache_creation_input_tokens', 'cache_creation_tokens')));
  return record(row.ref, { kind, source: kind === 'bucket' ? 'usage' : 'table', name: 'api_request', time: recordTime(written), until, requestId, toolUseIds: row.text('tool_use_id')?.split(/[\s,;]+/) ?? [], sessionId: row.text('session_id', 'session.id'), model, inputTokens, outputTokens, cacheTokens });
}

/** A record of a table whose columns the analyst named; null for a row without an id, a model or tokens. */
export function mappedRecord(ref: EvidenceRef, time: number | null, value: (meaning: 'requestId' | 'toolUseId' | 'sessionId' | 'model' | 'inputTokens' | 'outputTokens') => string | null): ProviderRecord | null {
  const requestId = value('requestId');
  const toolUseIds = value('toolUseId')?.split(/[\s,;]+/) ?? [];
  const model = value('model');
  const [inputTokens, outputTokens] = [number(value('inputTokens')), number(value('outputTokens'))];
  if (requestId === null && toolUseIds.length === 0 && (model === null || (inputTokens === null && outputTokens === null))) return null;
  return record(ref, { kind: 'request', source: 'table', name: 'api_request', time, until: null, requestId, toolUseIds, sessionId: value('sessionId'), model, inputTokens, outputTokens, cacheTokens: null });
}

function record(ref: EvidenceRef, fields: Omit<ProviderRecord, 'ref' | 'says'> & { readonly says?: string }): ProviderRecord {
  const tokens = fields.inputTokens === null && fields.outputTokens === null ? [] : [`${fields.inputTokens ?? '?'} in, ${fields.outputTokens ?? '?'} out`];
  const words = [fields.name, ...(fields.model === null ? [] : [fields.model]), ...tokens, ...(fields.requestId === null ? [] : [fields.requestId]), ...fields.toolUseIds.slice(0, 2)];
  return { ...fields, requestId: fields.requestId?.slice(0, 300) ?? null, sessionId: fields.sessionId?.slice(0, 300) ?? null, ref, says: (fields.says ?? words.join('  ')).slice(0, 2000) };
}

/** An OpenTelemetry event: attributes as a list of keys and values, or flat. Null for a row that is none. */
export function otelRecord(json: Json, ref: EvidenceRef): ProviderRecord | null {
  const attributes = new Map<string, string>();
  const list = asList(own(json, 'attributes'));
  for (const each of list) {
    const key = ownText(each, 'key');
    const value = otelValue(own(each, 'value'));
    if (key !== null && value !== null) attributes.set(key, value);
  }
  const flat = list.length > 0 ? null : (asObject(own(json, 'attributes')) ?? asObject(json));
  for (const [key, value] of Object.entries(flat ?? {})) if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes.set(key, String(value));
  const body = otelValue(own(json, 'body')) ?? '';
  const named = body.startsWith('claude_code.') ? body : (attributes.get('event.name') ?? ownText(json, 'eventName') ?? ownText(json, 'event.name') ?? attributes.get('name') ?? '');
  const name = named.replace(/^claude_code\./, '');
  if (name === '' || (!named.startsWith('claude_code.') && !attributes.has('session.id') && !attributes.has('prompt.id') && !/^(?:api_request|api_error|tool_result|tool_decision|user_prompt|permission_mode_changed|mcp_server_connection|hook_execution_complete|retention_sweep)$/.test(name))) return null;
  const stamp = own(json, 'timeUnixNano') ?? own(json, 'observedTimeUnixNano');
  const time = typeof stamp === 'string' || typeof stamp === 'number' ? nanos(String(stamp)) : recordTime(attributes.get('event.timestamp') ?? attributes.get('timestamp') ?? ownText(json, 'timestamp'));
  const read = (key: string): number | null => number(attributes.get(key) ?? null);
  const kind: ProviderKind = name === 'api_request' ? 'request' : attributes.has('tool_use_id') ? 'tool' : 'event';
  const extra = ['tool_name', 'decision', 'source', 'from_mode', 'to_mode', 'trigger', 'result', 'transcripts_deleted'].flatMap((key) => (attributes.has(key) ? [`${key}=${attributes.get(key)}`] : []));
  return record(ref, {
    kind, source: 'opentelemetry', name: name.slice(0, 100), time, until: null, requestId: attributes.get('request_id') ?? null,
    toolUseIds: attributes.has('tool_use_id') ? [attributes.get('tool_use_id') ?? ''] : [], sessionId: attributes.get('session.id') ?? null, model: attributes.get('model') ?? null,
    inputTokens: read('input_tokens'), outputTokens: read('output_tokens'), cacheTokens: cacheOf(read('cache_read_tokens'), read('cache_creation_tokens')),
    ...(attributes.has('to_mode') ? { modes: { from: attributes.get('from_mode')?.slice(0, 100) ?? null, to: (attributes.get('to_mode') ?? '').slice(0, 100) } } : {}),
    ...(kind === 'request' ? {} : { says: [name, ...extra, ...(attributes.has('tool_use_id') ? [attributes.get('tool_use_id') ?? ''] : [])].join('  ') }),
  });
}

/** What the client handed to a hook, as a hook that keeps a log writes it down: it names the mode that held. Null for a row that is none. */
export function hookRecord(json: Json, ref: EvidenceRef): ProviderRecord | null {
  const event = ownText(json, 'hook_event_name');
  const sessionId = ownText(json, 'session_id');
  if (event === null || sessionId === null) return null;
  const toolUseId = ownText(json, 'tool_use_id');
  const mode = ownText(json, 'permission_mode');
  const written = own(json, 'timestamp') ?? own(json, 'time') ?? own(json, 'ts');
  const name = `hook ${event.slice(0, 60)}`;
  return record(ref, {
    kind: toolUseId === null ? 'event' : 'tool', source: 'hook', name, time: typeof written === 'string' || typeof written === 'number' ? recordTime(String(written)) : null, until: null, requestId: null,
    toolUseIds: toolUseId === null ? [] : [toolUseId], sessionId, model: null, inputTokens: null, outputTokens: null, cacheTokens: null,
    ...(mode === null || mode === '' ? {} : { modes: { from: null, to: mode.slice(0, 100) } }),
    says: [name, ...(mode === null ? [] : [`permission_mode=${mode}`]), ...[ownText(json, 'tool_name'), toolUseId].flatMap((word) => word ?? [])].join('  '),
  });
}

function otelValue(value: Json | undefined): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  for (const key of ['stringValue', 'intValue', 'doubleValue', 'boolValue']) {
    const found = own(value, key);
    if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return String(found);
  }
  return null;
}

/** Nanoseconds since 1970 exceed what a number holds; their last six digits are cut as text. */
function nanos(text: string): number | null {
  return /^\d{16,20}$/.test(text) ? recordTime(text.slice(0, -6)) : recordTime(text);
}

/** Records of a document that is one JSON value: OpenTelemetry exports, messages, activities, usage buckets. Null where it is none of them. */
export function documentRecords(json: Json, file: TextFile): readonly ProviderRecord[] | null {
  const records: ProviderRecord[] = [];
  let from = 0;
  let backwards = 0;
  /** Records stand in the text in their own order: each is looked for behind the one before, and a few times from the start. */
  const placeOf = (...needles: readonly (string | null)[]): EvidenceRef => {
    for (const needle of needles) {
      if (needle === null || backwards > mostBackwards) continue;
      const written = JSON.stringify(needle);
      let found = file.text.indexOf(written, from);
      if (found < 0) {
        backwards += 1;
        found = file.text.indexOf(written);
        if (found < 0) found = file.text.indexOf(needle);
      }
      if (found < 0) continue;
      from = found;
      return file.lineAt(found);
    }
    return file.line(1);
  };
  const resources = asList(own(json, 'resourceLogs'));
  if (resources.length > 0) {
    for (const resource of resources) {
      for (const scope of asList(own(resource, 'scopeLogs'))) {
        for (const each of asList(own(scope, 'logRecords'))) {
          const found = otelRecord(each, file.line(1));
          if (found !== null && records.length < maxRecords) records.push({ ...found, ref: placeOf(found.requestId, found.toolUseIds[0] ?? null, ownText(each, 'timeUnixNano')) });
        }
      }
    }
    return records;
  }
  const data = asList(own(json, 'data') ?? (Array.isArray(json) ? json : undefined));
  for (const each of data) {
    const starts = ownText(each, 'starting_at');
    const results = asList(own(each, 'results'));
    if (starts !== null && own(each, 'results') !== undefined) {
      for (const result of results) {
        const read = (key: string): number | null => {
          const value = own(result, key);
          return typeof value === 'number' ? value : number(typeof value === 'string' ? value : null);
        };
        const created = own(result, 'cache_creation');
        const creation = Object.values(asObject(created) ?? {}).reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);
        const amount = ownText(result, 'amount');
        records.push(record(placeOf(starts), { kind: 'bucket', source: 'usage', name: amount === null ? 'usage' : 'cost', time: recordTime(starts), until: recordTime(ownText(each, 'ending_at')), requestId: null, toolUseIds: [], sessionId: null, model: ownText(result, 'model'), inputTokens: read('uncached_input_tokens') ?? read('input_tokens'), outputTokens: read('output_tokens'), cacheTokens: cacheOf(read('cache_read_input_tokens'), created === undefined ? null : creation) }));
      }
      continue;
    }
    const id = ownText(each, 'id');
    const created = ownText(each, 'created_at');
    if (created === null) continue;
    const ids = asList(own(each, 'content')).flatMap((block) => (ownText(block, 'type') === 'tool_use' ? (ownText(block, 'id') ?? []) : ownText(block, 'type') === 'tool_result' ? (ownText(block, 'tool_use_id') ?? []) : []));
    if (id?.startsWith('clsm_') || ownText(each, 'role') !== null) {
      const provenance = own(each, 'provenance');
      const how = provenance === null || provenance === undefined ? '' : `  ${ownText(provenance, 'type') ?? ''}`;
      records.push(record(placeOf(id, created), { kind: 'message', source: 'compliance', name: 'message', time: recordTime(created), until: null, requestId: null, toolUseIds: ids, sessionId: ownText(own(json, 'session'), 'id') ?? ownText(own(json, 'session'), 'session_id'), model: null, inputTokens: null, outputTokens: null, cacheTokens: null, says: `message of ${ownText(each, 'role') ?? 'unknown'}${how}${ids.length === 0 ? '' : `  ${ids.slice(0, 3).join(' ')}`}` }));
    } else if (ownText(each, 'type') !== null && (own(each, 'actor') !== undefined || id?.startsWith('activity_'))) {
      records.push(record(placeOf(id, created), { kind: 'event', source: 'compliance', name: (ownText(each, 'type') ?? 'activity').slice(0, 100), time: recordTime(created), until: null, requestId: null, toolUseIds: [], sessionId: null, model: null, inputTokens: null, outputTokens: null, cacheTokens: null }));
    }
    if (records.length >= maxRecords) break;
  }
  return records.length > 0 ? records : null;
}

export async function readProvider(files: EvidenceFiles, candidates: readonly string[], pace: Pace): Promise<ProviderRead> {
  const records: ProviderRecord[] = [];
  const counted: CountedFile[] = [];
  const problems: ReadProblem[] = [];
  const ofRow = (row: TableRow): readonly ProviderRecord[] => {
    const nested = row.json === null ? [] : asList(own(row.json, 'resourceLogs')).flatMap((resource) => asList(own(resource, 'scopeLogs'))).flatMap((scope) => asList(own(scope, 'logRecords'))).flatMap((each) => otelRecord(each, row.ref) ?? []);
    if (nested.length > 0) return nested;
    const one = (row.json === null ? null : (hookRecord(row.json, row.ref) ?? otelRecord(row.json, row.ref))) ?? tableRecord(row);
    return one === null ? [] : [one];
  };
  for (const path of candidates) {
    if (pace.due()) await pace.breathe();
    const first = firstRow(files, path);
    if (first !== null && processEvent(first) === null && ofRow(first).length > 0) {
      let untimed = 0;
      const table = await readTable(
        files,
        path,
        (row) => {
          const found = ofRow(row);
          for (const each of found) {
            if (each.time === null) untimed += 1;
            if (records.length < maxRecords) records.push(each);
          }
          return found.length > 0;
        },
        pace,
      );
      table.counts.untimed = Math.min(untimed, table.counts.records);
      if (untimed > 0) problems.push(fileProblem(path, `${untimed} of its records have no time, or one that names no zone. They can be joined by their ids only.`));
      append(problems, table.problems);
      counted.push({ counts: table.counts, sha256: table.sha256, partial: table.problems.length > 0, kind: ofRow(first)[0]?.source === 'hook' ? 'hook-log' : 'provider-records' });
      continue;
    }
    if (!/\.json$/i.test(path) || !looksLikeDocument(files, path)) continue;
    const read = files.readWhole(path, documentCap);
    if (!read.ok) {
      problems.push(read.problem);
      continue;
    }
    const bytes = Buffer.from(read.value.buffer, read.value.byteOffset, read.value.byteLength);
    let json: Json;
    try {
      json = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, '')) as Json;
    } catch {
      problems.push(fileProblem(path, 'It begins like a record of the provider and is not JSON to its end.'));
      continue;
    }
    const found = documentRecords(json, textFile(path, bytes));
    if (found === null) continue;
    append(records, found.slice(0, maxRecords - records.length));
    const counts = createFileCounts(path);
    counts.bytes = bytes.length;
    counts.lines = found.length;
    counts.records = found.length;
    counts.events = found.length;
    counted.push({ counts, sha256: null, partial: false, kind: 'provider-records' });
  }
  return { records, counted, problems };
}

/** A first look at a document's head, so that large JSON files of other kinds are not parsed. */
function looksLikeDocument(files: EvidenceFiles, path: string): boolean {
  const opened = files.open(path);
  if (!opened.ok) return false; // The manifest lists it as unreadable.
  try {
    const head = Buffer.from(opened.value.read(0, 16_384)).toString('utf8');
    return /"resourceLogs"|"starting_at"|"clsm_|"provenance"|"next_page"|"activity_/.test(head);
  } catch {
    return false; // Reading it for its hash says what is wrong.
  } finally {
    opened.value.close();
  }
}
