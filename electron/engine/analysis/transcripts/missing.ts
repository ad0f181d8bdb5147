/**
 * Sessions that something in the copy names and that have no transcript there, and whether the client's own sweep explains
 * it. No clock: "old" is measured against the last sweep, or against the latest time that the copy itself records.
 */
import { gather } from '../../../../shared/append.ts';
import type { RemovedProject, Retention, SessionMention } from '../../sources/beside/session-mention.ts';
import { timeText, type TranscriptHit, transcriptRule } from './transcript-hit.ts';

export const missingRule = transcriptRule({
  id: 'transcript.missing',
  title: 'A session without a transcript',
  severity: 'medium',
  attack: ['T1070.004', 'AML.T0092'],
  why: 'Prompt history, task lists, file copies or indexes name the session, so it existed on this machine. Its transcript, the only record of the calls it made, is not in the copy.',
  doesNotShow: 'Who removed the transcript, whether anyone did, or what the session did. A session can run without writing one.',
  otherExplanation: 'The retention sweep (30 days unless set otherwise), a copy that left the folder out, a session in which nothing was sent, a run told to write none, or sessions moved to another configuration folder.',
  canBeWrong: 'Times come from records that the user and the agent can change. Where no record gives a time, the age of the session is unknown and the finding says so.',
});

export interface MissingInput {
  readonly mentions: readonly SessionMention[];
  readonly retention: readonly Retention[];
  readonly removed: readonly RemovedProject[];
  /** Ids of sessions with a main transcript in the copy, by file name or by row. */
  readonly withTranscript: ReadonlySet<string>;
  /** Configuration folders whose `projects` the copy holds. */
  readonly withProjects: ReadonlySet<string>;
  /** The latest time in any record of the copy; stands in where no sweep is recorded. */
  readonly latest: number | null;
}

const dayMs = 86_400_000;
const idsListed = 200;

type Reading = 'unexplained' | 'swept' | 'age unknown' | 'weak' | 'not copied' | 'not written' | 'provider only';

/** Findings of their own per configuration folder; what is beyond is told in one more, with its number. */
const ownFindings: Readonly<Record<Reading, number>> = { unexplained: 300, 'age unknown': 100, weak: 25, 'provider only': 25, 'not written': 25, swept: 25, 'not copied': 25 };

interface Missing {
  readonly sessionId: string;
  readonly folder: string;
  readonly mentions: readonly SessionMention[];
  readonly time: number | null;
  readonly reading: Reading;
  readonly why: string;
}

export function missingTranscripts(input: MissingInput): readonly TranscriptHit[] {
  const grouped = new Map<string, SessionMention[]>();
  for (const mention of input.mentions) {
    if (input.withTranscript.has(mention.sessionId)) continue;
    const key = `${mention.sessionId}\n${mention.folder}`;
    const group = grouped.get(key);
    if (group) group.push(mention);
    else grouped.set(key, [mention]);
  }
  const missing = [...grouped.values()].flatMap((mentions) => judge(mentions, input) ?? []).sort(byReading);
  const hits: TranscriptHit[] = [];
  const beyond = new Map<string, Missing[]>();
  const own = new Map<string, number>();
  for (const each of missing) {
    const key = `${each.folder}\n${each.reading}`;
    const count = own.get(key) ?? 0;
    own.set(key, count + 1);
    if (count < ownFindings[each.reading]) hits.push(hitOf(each));
    else gather(beyond, key, each);
  }
  for (const group of beyond.values()) hits.push(hitOfMany(group));
  for (const project of input.removed) if (input.withProjects.has(project.folder)) hits.push(hitOfRemoved(project));
  return hits;
}

function judge(mentions: readonly SessionMention[], input: MissingInput): Missing | null {
  const [first] = mentions;
  if (!first) return null;
  const times = mentions.flatMap((mention) => mention.time ?? []);
  const time = times.length > 0 ? times.reduce((latest, each) => Math.max(latest, each)) : null;
  const retention = input.retention.find((each) => each.folder === first.folder);
  const base = { sessionId: first.sessionId, folder: first.folder, mentions, time };
  if (input.withProjects.size > 0 && mentions.every((mention) => mention.source === 'provider')) return { ...base, reading: 'provider only', why: 'Only records of the provider name it: they can be of another machine or user.' };
  if (!input.withProjects.has(first.folder)) return { ...base, reading: 'not copied', why: 'The copy holds no folder `projects` for this configuration folder: no transcript of it can be there.' };
  if (!mentions.some((mention) => mention.strong)) return { ...base, reading: 'weak', why: 'What names it is also left behind by a session in which nothing was sent.' };
  if (retention?.periodDays === 0) return { ...base, reading: 'not written', why: 'The settings say `cleanupPeriodDays: 0`, which told versions before 2.1.89 to write no transcripts.' };
  if (time === null) return { ...base, reading: 'age unknown', why: 'No record says when it ran, so whether the sweep explains its absence is unknown.' };
  const swept = sweepLimit(retention, input.latest);
  if (swept === null) return { ...base, reading: 'age unknown', why: 'Neither a sweep nor any other time is recorded, so whether the sweep explains its absence is unknown.' };
  if (retention?.paused) return { ...base, reading: 'unexplained', why: 'The settings do not parse; then the client does not sweep.' };
  if (time < swept.limit) return { ...base, reading: 'swept', why: `It was last active at ${timeText(time)}, before ${timeText(swept.limit)}: ${swept.how}. The sweep explains its absence.` };
  return { ...base, reading: 'unexplained', why: `It was active at ${timeText(time)}, after ${timeText(swept.limit)}: ${swept.how}. The sweep does not explain its absence.` };
}

/** What was last written before this time can have been swept. */
function sweepLimit(retention: Retention | undefined, latest: number | null): { limit: number; how: string } | null {
  const days = retention?.periodDays ?? 30;
  const period = retention?.periodFrom ? `${days} days by the settings` : `${days} days by default`;
  if (retention?.lastSweep != null) return { limit: retention.lastSweep - days * dayMs, how: `the last sweep ran at ${timeText(retention.lastSweep)} and keeps ${period}` };
  return latest === null ? null : { limit: latest - days * dayMs, how: `no sweep is recorded; the latest record of the copy is of ${timeText(latest)}, and a sweep keeps ${period}` };
}

const order: readonly Reading[] = ['unexplained', 'age unknown', 'provider only', 'weak', 'not written', 'swept', 'not copied'];

function byReading(a: Missing, b: Missing): number {
  return order.indexOf(a.reading) - order.indexOf(b.reading) || (b.time ?? -1) - (a.time ?? -1) || (a.sessionId < b.sessionId ? -1 : a.sessionId > b.sessionId ? 1 : a.folder < b.folder ? -1 : 1);
}

/** The traces that say most come first; the order never depends on how they were read. */
function byWeight(a: SessionMention, b: SessionMention): number {
  const place = (mention: SessionMention): string => `${mention.source} ${mention.ref?.path ?? ''} ${String(mention.ref?.byteStart ?? 0).padStart(16, '0')} ${mention.says}`;
  return Number(b.strong) - Number(a.strong) || (b.time ?? -1) - (a.time ?? -1) || (place(a) < place(b) ? -1 : 1);
}

function hitOf(missing: Missing): TranscriptHit {
  const { sessionId, mentions, time, reading, why } = missing;
  const unexplained = reading === 'unexplained';
  const places = [...mentions].sort(byWeight);
  const project = places.find((mention) => mention.project !== null)?.project ?? null;
  return {
    ruleId: missingRule.id,
    title: unexplained ? 'A session without a transcript, too young for the sweep' : missingRule.title,
    severity: unexplained ? 'medium' : reading === 'weak' || reading === 'not copied' ? 'info' : 'low',
    confidence: unexplained ? (new Set(mentions.map((mention) => mention.source)).size > 1 ? 'high' : 'medium') : 'low',
    confidenceReason: why,
    state: unexplained || reading === 'age unknown' ? 'unexplained' : 'not-covered',
    time,
    sessionId,
    sentence: `The copy names session ${sessionId} and holds no transcript of it. ${why}`,
    excerpt: places.map((mention) => `${mention.source}: ${mention.says}`).join('\n'),
    evidence: places.flatMap((mention) => mention.ref ?? []).slice(0, 16),
    detail: {
      sources: [...new Set(mentions.map((mention) => mention.source))].sort(),
      reading,
      project,
      configurationFolder: missing.folder,
      lastActive: time === null ? null : timeText(time),
    },
  };
}

/** `claude project purge` deletes a project's transcripts, its prompts in the history and its entry, and leaves the backups. */
function hitOfRemoved({ project, ref, folder, hasFolder }: RemovedProject): TranscriptHit {
  return {
    ruleId: missingRule.id,
    title: hasFolder ? "A project's entry was removed" : "A project's entry and transcripts are gone",
    severity: hasFolder ? 'low' : 'medium',
    confidence: 'low',
    confidenceReason: 'The client can drop an entry itself, and the backup can be older than a renamed or deleted project.',
    state: 'unexplained',
    time: null,
    sessionId: null,
    sentence: `A backup of ~/.claude.json has an entry for ${project}; the file itself has none${hasFolder ? '.' : ', and the copy holds no folder of its transcripts. That fits `claude project purge`, which also deletes its lines of the prompt history.'}`,
    excerpt: project,
    evidence: [ref],
    detail: { reading: 'entry removed', project, configurationFolder: folder, transcriptFolder: hasFolder },
  };
}

function hitOfMany(group: readonly Missing[]): TranscriptHit {
  const [first] = group;
  const reading = first?.reading ?? 'swept';
  const unexplained = reading === 'unexplained';
  return {
    ruleId: missingRule.id,
    title: `${group.length} more sessions without a transcript`,
    severity: unexplained ? 'medium' : reading === 'weak' || reading === 'not copied' ? 'info' : 'low',
    confidence: unexplained ? 'medium' : 'low',
    confidenceReason: 'Told together because there are many of them.',
    state: unexplained || reading === 'age unknown' ? 'unexplained' : 'not-covered',
    time: null,
    sessionId: null,
    sentence: `The copy names ${group.length} further sessions of ${first?.folder === '' ? 'the copied folder' : (first?.folder ?? '')} and holds no transcript of them. ${first?.why ?? ''}`,
    excerpt: group.slice(0, 5).map((missing) => missing.sessionId).join('\n'),
    evidence: group.flatMap((missing) => [...missing.mentions].sort(byWeight).flatMap((mention) => mention.ref ?? []).slice(0, 1)).slice(0, 16),
    detail: { sessions: group.slice(0, idsListed).map((missing) => missing.sessionId.slice(0, 300)), sessionCount: group.length, reading, configurationFolder: first?.folder ?? null },
  };
}
