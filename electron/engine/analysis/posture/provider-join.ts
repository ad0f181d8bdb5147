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
  /** For each record that is a sum over a span, by its position: what the transcripts' requests of that span and model add up to. */
  readonly sums: ReadonlyMap<number, { readonly requests: number; readonly inputTokens: number; readonly outputTokens: number }>;
  /** Files whose times lie apart from those of the requests that their ids name, by much the same length: their zone can be wrong. */
  readonly offsets: readonly { readonly path: string; readonly pairs: number; readonly ms: number }[];
}

const nearMs = 120_000;

/** A model's own name: without a cloud's prefixes, versions and dates. */
export function plainModel(model: string | null): string {
  return (model ?? '').toLowerCase().replace(/^.*\//, '').replace(/^(?:[a-z]{2,6}\.)?anthropic\./, '').replace(/(?:-v\d+)?(?::\d+)?$/, '').replace(/[-@]20\d{6}$/, '');
}

const tokenKey = (model: string | null, input: number | null, output: number | null): string => `${plainModel(model)}\n${input}\n${output}`;

/** Ids of the provider's own kind are in transcripts; a gateway's and a cloud's are not, so that they say nothing there. */
const ownId = /^req_/;

export function joinProvider(records: readonly ProviderRecord[], requests: readonly TranscriptRequest[]): ProviderJoin {
  const byId = new Map(requests.map((request) => [request.requestId, request]));
  const byTool = new Map(requests.flatMap((request) => request.toolUseIds.map((id) => [id, request] as const)));
  const byTokens = new Map<string, TranscriptRequest[]>();
  for (const request of requests) {
    const key = tokenKey(request.model, request.inputTokens, request.outputTokens);
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
  // Each file is a witness of its own: a request that one holds can stand in another too, but once in each.
  const inFile = new Map<string, Set<string>>();
  const held = (path: string): Set<string> => {
    const known = inFile.get(path) ?? new Set<string>();
    inFile.set(path, known);
    return known;
  };
  for (const [at, { request }] of joined) held(records[at]?.ref.path ?? '').add(request.requestId);
  const requestOnly: ProviderRecord[] = [];
  const comparable = requests.some((request) => ownId.test(request.requestId));
  for (const { at, record } of rest) {
    // Tokens and time join records without an id that a transcript could hold: such an id that is in none is a fact.
    const told = record.requestId !== null && (ownId.test(record.requestId) || !comparable);
    const near = told || record.time === null || (record.inputTokens === null && record.outputTokens === null) ? [] : (byTokens.get(tokenKey(record.model, record.inputTokens, record.outputTokens)) ?? []).filter((request) => !held(record.ref.path).has(request.requestId) && request.time !== null && Math.abs(request.time - (record.time ?? 0)) <= nearMs);
    const [request] = near.sort((a, b) => Math.abs((a.time ?? 0) - (record.time ?? 0)) - Math.abs((b.time ?? 0) - (record.time ?? 0)));
    if (request === undefined) requestOnly.push(record);
    else {
      joined.set(at, { request, by: 'tokens and time' });
      used.add(request.requestId);
      held(record.ref.path).add(request.requestId);
    }
  }
  return { joined, requestOnly, transcriptOnly: requestsLeftOut(records, requests, used), sums: bucketSums(records, requests), offsets: timeOffsets(records, joined) };
}

function bucketSums(records: readonly ProviderRecord[], requests: readonly TranscriptRequest[]): ProviderJoin['sums'] {
  const sums = new Map<number, { requests: number; inputTokens: number; outputTokens: number }>();
  const sorted = requests.filter((request) => request.time !== null).sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  records.forEach((record, at) => {
    const { time, until } = record;
    if (record.kind !== 'bucket' || time === null || until === null || (record.inputTokens === null && record.outputTokens === null)) return;
    const sum = { requests: 0, inputTokens: 0, outputTokens: 0 };
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.time ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    for (let next = low; next < sorted.length && (sorted[next]?.time ?? 0) < until; next++) {
      const request = sorted[next];
      if (request === undefined || (record.model !== null && plainModel(request.model) !== plainModel(record.model))) continue;
      sum.requests += 1;
      sum.inputTokens += request.inputTokens ?? 0;
      sum.outputTokens += request.outputTokens ?? 0;
    }
    sums.set(at, sum);
  });
  return sums;
}

const shiftedMs = 10 * 60_000;

/** The median difference of a file's times to those of the requests that its ids name; only where it is long and nearly the same for most. */
function timeOffsets(records: readonly ProviderRecord[], joined: ProviderJoin['joined']): ProviderJoin['offsets'] {
  const byPath = new Map<string, number[]>();
  for (const [at, { request, by }] of joined) {
    const record = records[at];
    if (record === undefined || by === 'tokens and time' || record.time === null || request.time === null) continue;
    const list = byPath.get(record.ref.path) ?? [];
    list.push(record.time - request.time);
    byPath.set(record.ref.path, list);
  }
  return [...byPath].flatMap(([path, list]) => {
    const ms = [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
    const alike = list.filter((each) => Math.abs(each - ms) <= nearMs).length;
    return Math.abs(ms) >= shiftedMs && alike * 2 > list.length ? [{ path, pairs: list.length, ms }] : [];
  });
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
