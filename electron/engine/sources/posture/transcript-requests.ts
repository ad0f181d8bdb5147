/** Collects from transcripts the requests to the model: their ids, times and tokens. Asked only where there is something to join them to. */
import type { EvidenceRef } from '../../../../shared/event.ts';
import { parseIsoTime } from '../../../../shared/time.ts';
import { asList, asObject, type Json, own, ownText } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { readLines } from '../../intake/lines.ts';
import type { Pace } from '../../intake/pace.ts';

export interface TranscriptRequest {
  readonly requestId: string;
  readonly sessionId: string | null;
  readonly model: string | null;
  readonly time: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly toolUseIds: readonly string[];
  readonly ref: EvidenceRef;
}

const key = Buffer.from('"requestId"');

/** One a request id: a message spans several rows, the last of them has the final token counts. */
export async function readTranscriptRequests(files: EvidenceFiles, paths: readonly string[], pace: Pace): Promise<readonly TranscriptRequest[]> {
  const requests = new Map<string, TranscriptRequest>();
  for (const path of paths) {
    const opened = files.open(path);
    if (!opened.ok) continue; // The transcript's own reading lists it.
    try {
      await readLines(
        opened.value,
        {
          line(bytes, start, end, place) {
            const line = bytes.subarray(start, end);
            if (!line.includes(key)) return;
            const row = parsed(line.toString('utf8'));
            const requestId = ownText(row, 'requestId');
            const message = own(row, 'message');
            if (requestId === null || requestId === '' || ownText(message, 'model') === '<synthetic>') return;
            const usage = own(message, 'usage');
            const tokens = (name: string): number | null => {
              const value = own(usage, name);
              return typeof value === 'number' ? value : null;
            };
            const before = requests.get(requestId);
            const time = parseIsoTime(ownText(row, 'timestamp') ?? '');
            const ids = asList(own(message, 'content')).flatMap((block) => (ownText(block, 'type') === 'tool_use' ? (ownText(block, 'id') ?? []) : []));
            requests.set(requestId, {
              requestId,
              sessionId: before?.sessionId ?? ownText(row, 'sessionId'),
              model: ownText(message, 'model') ?? before?.model ?? null,
              time: before?.time ?? time,
              inputTokens: tokens('input_tokens') ?? before?.inputTokens ?? null,
              outputTokens: tokens('output_tokens') ?? before?.outputTokens ?? null,
              toolUseIds: [...(before?.toolUseIds ?? []), ...ids],
              ref: before?.ref ?? { path, line: place.number, byteStart: place.byteStart, byteEnd: place.byteEnd },
            });
          },
          oversized() {},
          progress() {},
        },
        pace,
      );
    } finally {
      opened.value.close();
    }
  }
  return [...requests.values()];
}

function parsed(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text) as Json) ?? undefined;
  } catch {
    return undefined; // The transcript's own reading counts it as malformed.
  }
}
