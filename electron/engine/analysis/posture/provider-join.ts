/** Joins the provider's records with the transcripts' requests: by request id, by a tool call's id, by tokens and time. Pure. */
import type { ProviderRecord } from '../../sources/posture/provider-records.ts';
import type { TranscriptRequest } from '../../sources/posture/transcript-requests.ts';
import { fileHit, type PostureHit, postureRule } from './posture-hit.ts';

export const requestOnlyRule = postureRule({
  id: 'provider.request-without-transcript',
  title: 'A request at the provider that no transcript accounts for',
  severity: 'medium',
  why: 'The provider billed a request that stands in none of the copied transcripts. A session of another folder or machine, or a transcript that is gone, would look like this.',
  doesNotShow: 'What was asked, by whom, or that a transcript was deleted.',
  otherExplanation: 'Titles, classifiers and suggestions are billed and not written to the main file; other programs can use the same key.',
  canBeWrong: 'Transcripts of other homes or machines may not have been copied.',
});

export const transcriptOnlyRule = postureRule({
  id: 'provider.transcript-without-request',
  title: 'Requests in a transcript that the provider’s record lacks',
  severity: 'low',
  why: 'The transcript names requests inside the span that the provider’s record covers, and the record does not have them.',
  doesNotShow: 'That the transcript was made up. A record can leave requests out.',
  otherExplanation: 'The export is of another account, key or workspace, was cut, or the session used another provider.',
  canBeWrong: 'A record that samples requests, or rounds its times, misses some.',
});

export const providerRules = [requestOnlyRule, transcriptOnlyRule] as const;

/** How a record found its request. */
export type JoinedBy = 'request id' | 'tool call' | 'tokens and time';

export interface ProviderJoin {
  /** For each record, by its position: its request, and by what. */
  readonly joined: ReadonlyMap<number, { readonly request: TranscriptRequest; readonly by: JoinedBy }>;
  readonly requestOnly: readonly ProviderRecord[];
  readonly transcriptOnly: readonly TranscriptRequest[];
}

const nearMs = 120_000;

export function joinProvider(records: readonly ProviderRecord[], requests: readonly TranscriptRequest[]): ProviderJoin {
  const byId = new Map(requests.map((request) => [request.requestId, request]));
  const byTool = new Map(requests.flatMap((request) => request.toolUseIds.map((id) => [id, request] as const)));
  const byTokens = new Map<string, TranscriptRequest[]>();
  for (const request of requests) {
    const key = `${request.model}\n${request.inputTokens}\n${request.outputTokens}`;
    const alike = byTokens.get(key);
    if (alike) alike.push(request);
    else byTokens.set(key, [request]);
  }
  const joined = new Map<number, { request: TranscriptRequest; by: JoinedBy }>();
  const used = new Set<string>();
  const rest: { at: number; record: ProviderRecord }[] = [];
  records.forEach((record, at) => {
    const own = record.requestId === null ? undefined : byId.get(record.requestId);
    const tool = own === undefined ? record.toolUseIds.map((id) => byTool.get(id)).find((found) => found !== undefined) : undefined;
    const request = own ?? tool;
    if (request !== undefined) {
      joined.set(at, { request, by: own === undefined ? 'tool call' : 'request id' });
      used.add(request.requestId);
    } else if (record.kind === 'request') rest.push({ at, record });
  });
  const requestOnly: ProviderRecord[] = [];
  for (const { at, record } of rest) {
    // Tokens and time join only records that carry no id of their own: an id that is in no transcript is a fact.
    const near = record.requestId !== null || record.time === null ? [] : (byTokens.get(`${record.model}\n${record.inputTokens}\n${record.outputTokens}`) ?? []).filter((request) => !used.has(request.requestId) && request.time !== null && Math.abs(request.time - (record.time ?? 0)) <= nearMs);
    const [request] = near.sort((a, b) => Math.abs((a.time ?? 0) - (record.time ?? 0)) - Math.abs((b.time ?? 0) - (record.time ?? 0)));
    if (request === undefined) requestOnly.push(record);
    else {
      joined.set(at, { request, by: 'tokens and time' });
      used.add(request.requestId);
    }
  }
  return { joined, requestOnly, transcriptOnly: requestsLeftOut(records, requests, used) };
}

/** Requests of transcripts inside the span of a record that names requests by their ids. */
function requestsLeftOut(records: readonly ProviderRecord[], requests: readonly TranscriptRequest[], used: ReadonlySet<string>): readonly TranscriptRequest[] {
  const times = records.flatMap((record) => (record.kind === 'request' && record.time !== null ? [record.time] : []));
  if (times.length === 0) return [];
  const from = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const to = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return requests.filter((request) => request.time !== null && request.time >= from && request.time <= to && !used.has(request.requestId));
}

const oneByOne = 200;

export function providerFindings(join: ProviderJoin): readonly PostureHit[] {
  const hits: PostureHit[] = join.requestOnly.slice(0, oneByOne).map((record) => {
    const small = (record.outputTokens ?? 0) <= 60 || /haiku/.test(record.model ?? '');
    const named = record.requestId ?? `${record.model ?? 'an unnamed model'}, ${record.inputTokens ?? '?'} tokens in, ${record.outputTokens ?? '?'} out`;
    return fileHit(requestOnlyRule, {
      severity: 'medium',
      confidence: small ? 'low' : 'medium',
      confidenceReason: small ? 'So short a request can be one that the client makes for itself, which no main transcript holds.' : 'The record names the request; that the copy holds all transcripts is not known.',
      state: 'unexplained',
      time: record.time,
      sentence: `The provider’s record has the request ${named}, and no transcript of the copy accounts for it. Titles, classifiers and suggestions are billed without standing in a main transcript, so this alone is no sign of deletion.`,
      excerpt: named,
      evidence: [record.ref],
      detail: { requestId: record.requestId, model: record.model, inputTokens: record.inputTokens, outputTokens: record.outputTokens, source: record.source, path: record.ref.path, line: record.ref.line },
    });
  });
  const more = join.requestOnly.slice(oneByOne);
  if (more.length > 0) {
    hits.push(
      fileHit(requestOnlyRule, {
        severity: 'medium', confidence: 'medium', confidenceReason: 'Summed up: there are too many for one finding each.', state: 'unexplained', time: more[0]?.time ?? null,
        sentence: `${more.length} more requests of the provider’s record stand in no transcript of the copy.`, excerpt: `${more.length} requests`, evidence: more.slice(0, 32).map((record) => record.ref),
        detail: { requests: more.length, requestIds: more.slice(0, 256).flatMap((record) => record.requestId ?? []) },
      }),
    );
  }
  const bySession = new Map<string, TranscriptRequest[]>();
  for (const request of join.transcriptOnly) {
    const known = bySession.get(request.sessionId ?? '');
    if (known) known.push(request);
    else bySession.set(request.sessionId ?? '', [request]);
  }
  for (const [session, requests] of bySession) {
    const [first] = requests;
    if (first === undefined) continue;
    hits.push(
      fileHit(transcriptOnlyRule, {
        severity: 'low', confidence: 'low', confidenceReason: 'That the record should have them is taken from the span of its first to its last row.', state: 'unexplained', time: first.time, sessionId: session === '' ? null : session,
        sentence: `The transcript names ${requests.length} ${requests.length === 1 ? 'request' : 'requests'} in the span that the provider’s record covers, and the record lacks ${requests.length === 1 ? 'it' : 'them'}.`,
        excerpt: requests.slice(0, 4).map((request) => request.requestId).join(', '), evidence: requests.slice(0, 32).map((request) => request.ref),
        detail: { requests: requests.length, requestIds: requests.slice(0, 256).map((request) => request.requestId) },
      }),
    );
  }
  return hits;
}
