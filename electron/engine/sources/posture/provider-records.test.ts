import { describe, expect, it } from 'vitest';
import { documentRecords } from './provider-records.ts';
import { textFile } from './text-file.ts';
import type { Json } from '../../events/json.ts';

/** The records of a document of OpenTelemetry requests with these ids, an attribute a line. */
function recordsOf(ids: readonly string[]) {
  const attributes = (id: string) => [{ key: 'request_id', value: { stringValue: id } }, { key: 'model', value: { stringValue: 'claude-x' } }];
  const json = { resourceLogs: [{ scopeLogs: [{ logRecords: ids.map((id) => ({ timeUnixNano: '1778855448000000000', body: { stringValue: 'claude_code.api_request' }, attributes: attributes(id) })) }] }] };
  const text = JSON.stringify(json, null, 1);
  return { text, records: documentRecords(JSON.parse(text) as Json, textFile('otel.json', Buffer.from(text))) ?? [] };
}

describe('records of the provider in one document', () => {
  it('cite their own lines, also where one id begins like another', () => {
    const { text, records } = recordsOf(['req_10', 'req_1', 'req_100']);
    expect(records.map((record) => Buffer.from(text).subarray(record.ref.byteStart, record.ref.byteEnd).toString().trim())).toEqual(['"stringValue": "req_10"', '"stringValue": "req_1"', '"stringValue": "req_100"']);
  });

  it('are each found behind the one before, by the tens of thousands', () => {
    const { records } = recordsOf(Array.from({ length: 50_000 }, (_, at) => `req_${at}`));
    expect(new Set(records.map((record) => record.ref.line)).size).toBe(50_000);
  });
});
