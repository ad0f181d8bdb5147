/** Answers the contract's calls for one case: each handler is a thin step from a query to plain rows. */
import type { contract, FindingGroup, Result, Slot } from '../../shared/contract.ts';
import type { CancelSignal } from '../../shared/cancel.ts';
import type { CaseCustody, Overview, Progress } from '../../shared/case.ts';
import type { Judging } from '../../shared/judging.ts';
import { CallProblem, type HandlersOf } from '../../shared/rpc.ts';
import { timelineKinds, type Filter } from '../../shared/query.ts';
import { besideFiles, besideText } from './case/beside-files.ts';
import { callEntries } from './case/call-entries.ts';
import { choiceOptions } from './case/choice-options.ts';
import { createCommitReader } from './case/commit-detail.ts';
import { eventDetail } from './case/detail.ts';
import { transcriptSums } from './case/file-ledger.ts';
import { type FirstRows, noFirstRows } from './case/first-rows.ts';
import { severityRank, type HashedFinding } from './case/finding-book.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { overviewOf } from './case/overview.ts';
import { policyView } from './case/policy-view.ts';
import { postureView, previewTable } from './case/posture-view.ts';
import { reportSource } from './case/report-source.ts';
import { eventRow, recordRef } from './case/rows.ts';
import { caseSummary } from './case/summary.ts';
import { recordPart, recordSha256 } from './events/original.ts';
import { binLanes } from './index/lanes.ts';
import { createSelect, hasText } from './index/select.ts';
import { planSlots, slotAt, type SlotPlan, stepSlot } from './index/slots.ts';
import { createSearchDesk } from './search/search-desk.ts';
import { UnfitQuery } from './search/matcher.ts';
import { buildReportModel } from './report/report-model.ts';
import { canonicalFilter } from '../../shared/query.ts';

export type EngineHandlers = HandlersOf<typeof contract>;

/** What the handlers ask of whoever opens the case. */
export interface CaseHolder {
  /** The case, or a `CallProblem` that says why there is none yet. */
  ready(): OpenedCase;
  progress(): Progress;
  /** Rows to look at while reading goes on; left out where a case was simply read. */
  readonly preview?: () => FirstRows;
  /** True where there was something to cancel. */
  cancel(): boolean;
  /** Where the case came from, and hashing it again; left out where a case was simply read. */
  readonly custody?: { read(): CaseCustody; verify(): void };
  /** How judging by the analyst's choices stands; left out where none come. */
  readonly judging?: () => Judging;
  /** Fulfilled when what is read follows from the newest choices. */
  readonly settled?: () => Promise<void>;
  readonly sandboxOff: boolean;
  /** The searching thread's code; without it the engine's own thread searches. */
  readonly searchWorker?: URL;
}

const plansKept = 8;
/** The first screens come first; then what a search needs is made ready. */
const prepareSearchAfterMs = 300;

export function createHandlers(holder: CaseHolder): EngineHandlers {
  let derived: ReturnType<typeof deriveFrom> | null = null;
  const open = (): ReturnType<typeof deriveFrom> => {
    const opened = holder.ready();
    if (derived?.opened !== opened) derived = deriveFrom(opened, holder.searchWorker);
    return derived;
  };
  return {
    'case.summary': () => open().summary(),
    'case.overview': () => open().overview(),
    'case.progress': () => holder.progress(),
    'case.preview': () => holder.preview?.() ?? noFirstRows,
    'case.cancel': () => ({ cancelled: holder.cancel() }),
    'case.custody': () => holder.custody?.read() ?? readCustody(open().opened),
    'case.verify': () => {
      holder.custody?.verify();
      return holder.custody?.read() ?? readCustody(open().opened);
    },
    'sessions.page': ({ offset, limit }) => pageOf(open().opened.sessions, offset, limit),
    'repositories.page': ({ offset, limit }) => pageOf(open().opened.repositories, offset, limit),
    'repositories.mapping': ({ offset, limit }) => pageOf(open().opened.mapping, offset, limit),
    'files.page': ({ offset, limit, state, kind }) =>
      pageOf(open().opened.entries.filter((entry) => (state === undefined || entry.state === state) && (kind === undefined || entry.kind === kind)), offset, limit),
    'files.ledger': ({ offset, limit }) => {
      const { opened } = open();
      return { ...pageOf(opened.fileLedger, offset, limit), sums: transcriptSums(opened.fileLedger) };
    },
    'problems.page': ({ offset, limit }) => pageOf(open().opened.problems, offset, limit),
    'events.page': ({ filter, offset, limit }) => {
      const { opened, select } = open();
      const selected = select(filter);
      return { total: selected.length, rows: [...selected.subarray(offset, offset + limit)].map((event) => eventRow(opened, event)) };
    },
    'events.detail': ({ id }) => eventDetail(open().opened, existing(open().opened, id)),
    'events.original': ({ id, part, from, length }) => {
      const { opened } = open();
      const event = existing(opened, id);
      const result = opened.store.result(event);
      if (part === 'result' && result === null) throw new CallProblem('not-found', 'No result is recorded for this call.');
      const ref = part === 'record' || result === null ? recordRef(opened, event) : { path: result.file, line: result.line, byteStart: result.byteStart, byteEnd: result.byteEnd };
      return { ref, sha256: recordSha256(opened.files, ref), from, ...recordPart(opened.files, ref, from, length) };
    },
    'events.beside': ({ id }) => ({ files: [...besideFiles(open().opened, existing(open().opened, id))] }),
    'events.besideText': ({ id, ref, from, length }) => besideText(open().opened, existing(open().opened, id), ref, from, length),
    'slots.page': ({ filter, offset, limit }) => {
      const { opened, plan } = open();
      const slots = plan(filter);
      const rows: Slot[] = [];
      for (let slot = offset; slot < Math.min(offset + limit, slots.length); slot++) rows.push(slotRow(opened, slots, slot));
      return { total: slots.length, rows };
    },
    'slots.locate': ({ filter, eventId }) => {
      const slot = open().plan(filter).slotOf(eventId);
      return { slot: slot < 0 ? null : slot };
    },
    'slots.at': ({ filter, time }) => ({ slot: slotAt(open().opened, open().plan(filter), time) }),
    'slots.step': ({ filter, from, direction, to, query }) => {
      const { opened, plan } = open();
      const { store } = opened;
      const needle = query?.toLowerCase() ?? '';
      const disagrees = new Set(to === 'unexplained' ? [...opened.git.unexplained, ...opened.git.contradicted.map((missing) => missing.event)] : []);
      const test = (event: number): boolean => {
        switch (to) {
          case 'prompt':
            return store.kind(event) === 'prompt';
          case 'finding':
            return opened.findingsOf(event).some((finding) => finding.severity !== 'info');
          case 'git':
            return store.kind(event) === 'reflog';
          case 'unexplained':
            return disagrees.has(event);
          case 'match':
            return needle !== '' && hasText(opened, event, needle);
          default: {
            const never: never = to;
            return never;
          }
        }
      };
      return { slot: stepSlot(plan(filter), from, direction, test) };
    },
    'lanes.bins': ({ filter, from, to, bins }) => binLanes(open().opened, open().select(withTimelineKinds(filter)), from, to, bins),
    'findings.groups': ({ filter }) => {
      const { opened, summary } = open();
      const found = findingsIn(opened, filter);
      return { total: found.length, groups: groupFindings(found, summary().events.first, summary().events.last) };
    },
    'findings.page': ({ filter, rule, offset, limit }) => {
      const found = findingsIn(open().opened, filter).filter(({ finding }) => rule === undefined || finding.rule === rule);
      return pageOf(found.map(({ finding }) => finding), offset, limit);
    },
    'findings.read': ({ id }) => {
      const { opened } = open();
      const found = opened.findings.find(({ finding }) => finding.id === id);
      const rule = found && opened.rules.find((info) => info.id === found.madeBy);
      if (!found || !rule) throw new CallProblem('not-found', `There is no finding ${id} in this case.`);
      return { finding: found.finding, rule };
    },
    'findings.choices': ({ id }) => {
      const { opened } = open();
      const found = opened.findings.find(({ finding }) => finding.id === id);
      if (!found) throw new CallProblem('not-found', `There is no finding ${id} in this case.`);
      return choiceOptions(found.finding, opened.policy);
    },
    'rules.list': () => ({ rules: [...open().opened.rules] }),
    'facets.read': ({ filter }) => facets(open().opened, open().select(withTimelineKinds(filter))),
    'search.start': ({ filter, ...query }) => {
      const { search, select } = open();
      const kept = filter && new Set(select(filter));
      try {
        return search.start(query, kept ? (event) => kept.has(event) : null);
      } catch (error) {
        if (error instanceof UnfitQuery) throw new CallProblem('refused', error.message);
        throw error;
      }
    },
    'search.page': ({ id, offset, limit }) => {
      const page = open().search.page(id, offset, limit);
      if (page === null) throw new CallProblem('not-found', 'Another search was started since.');
      return page;
    },
    'search.cancel': ({ id }) => ({ cancelled: open().search.cancel(id) }),
    'commits.read': ({ repository, oid }, signal: CancelSignal) => open().commits.detail(repository, oid, signal),
    'commits.difference': ({ repository, oid, file }, signal: CancelSignal) => open().commits.difference(repository, oid, file, signal),
    'commits.counts': async ({ repository, oids }, signal: CancelSignal) => ({ rows: [...(await open().commits.counts(repository, oids, signal))] }),
    'calls.entries': ({ id }) => callEntries(open().opened, existing(open().opened, id)),
    'posture.read': () => open().posture(),
    'rollback.read': ({ repository }) => {
      const advice = open().opened.rollback.filter((each) => repository === undefined || each.repository === repository);
      return { total: advice.length, advice: advice.slice(0, 100) };
    },
    'roots.page': ({ offset, limit }) => {
      const { opened } = open();
      const { total, rows } = pageOf(opened.sessions, offset, limit);
      return {
        total,
        rows: rows.map(({ id, title, files }) => {
          const { path, how } = opened.judgedBy(id, files[0] ?? '').root;
          return { sessionId: id, title, path: path?.slice(0, 8192) ?? null, how: how.slice(0, 600) };
        }),
      };
    },
    'tables.preview': ({ table, reading }) => previewTable(open().opened, table, reading),
    'policy.read': () => policyView(open().opened),
    'judging.read': () => holder.judging?.() ?? { revision: 0, pending: false, refused: null, problem: null },
    'report.model': async ({ options, issuedAt }, signal: CancelSignal) => {
      await holder.settled?.();
      const { opened, summary, overview } = open();
      return reportSource(opened, summary(), overview(), holder.sandboxOff, signal).then((source) => buildReportModel(source, options, issuedAt));
    },
  };
}

/** The custody of a case that was read just now. */
function readCustody(opened: OpenedCase): CaseCustody {
  return { from: 'evidence', hashedAt: opened.hashedAt, note: null, changes: null, verification: { state: 'off', files: 0, filesDone: 0, bytes: 0, bytesDone: 0, total: 0, rows: [] } };
}

/** What is worked out once a case, when first asked for. */
function deriveFrom(opened: OpenedCase, searchWorker: URL | undefined) {
  const select = createSelect(opened);
  const plans = new Map<string, SlotPlan>();
  let summary: ReturnType<typeof caseSummary> | null = null;
  let overview: Overview | null = null;
  let posture: ReturnType<typeof postureView> | null = null;
  const search = createSearchDesk(opened.files, opened.store, searchWorker ? { worker: searchWorker } : {});
  setTimeout(() => search.prepare(), prepareSearchAfterMs).unref();
  return {
    opened,
    select,
    commits: createCommitReader(opened),
    search,
    summary: () => (summary ??= caseSummary(opened)),
    overview: () => (overview ??= overviewOf(opened)),
    posture: () => (posture ??= postureView(opened)),
    plan(filter: Filter): SlotPlan {
      const full = withTimelineKinds(filter);
      const key = canonicalFilter(full);
      const known = plans.get(key);
      if (known) return known;
      const plan = planSlots(opened, select(full));
      plans.set(key, plan);
      const oldest = plans.keys().next();
      if (plans.size > plansKept && !oldest.done) plans.delete(oldest.value);
      return plan;
    },
  };
}

/** The timeline shows acts and what changed their rules, unless the filter names kinds itself. */
function withTimelineKinds(filter: Filter): Filter {
  return filter.kinds ? filter : { ...filter, kinds: [...timelineKinds] };
}

function existing(opened: OpenedCase, id: number): number {
  if (id >= opened.store.length) throw new CallProblem('not-found', `There is no event ${id} in this case.`);
  return id;
}

function pageOf<Row>(rows: readonly Row[], offset: number, limit: number): { total: number; rows: Row[] } {
  return { total: rows.length, rows: rows.slice(offset, offset + limit) };
}

function slotRow(opened: OpenedCase, plan: SlotPlan, slot: number): Slot {
  const event = plan.events[slot] ?? -1;
  const git = plan.git[slot] ?? -1;
  const entry = git < 0 ? null : eventRow(opened, git);
  const cause = entry?.reflog?.causeEventId ?? null;
  const causeSlot = cause === null ? -1 : plan.slotOf(cause);
  return {
    index: slot,
    separator: plan.separators.get(slot) ?? null,
    event: event < 0 ? null : eventRow(opened, event),
    git: entry,
    causeSlot: causeSlot < 0 ? null : causeSlot,
    ...missingEntry(opened, plan, slot),
  };
}

function missingEntry(opened: OpenedCase, plan: SlotPlan, slot: number): Pick<Slot, 'missing'> {
  const event = plan.missing.get(slot);
  const missing = event === undefined ? undefined : opened.git.contradicted.find((each) => each.event === event);
  if (event === undefined || missing === undefined) return {};
  return { missing: { eventId: event, callSlot: Math.max(0, plan.slotOf(event)), repository: missing.repository?.slice(0, 8192) ?? null, verb: missing.verb.slice(0, 100), reason: missing.reason.slice(0, 500), time: opened.store.time(event) } };
}

/** Findings whose event the filter keeps. The filter's rules and severity apply to the finding itself. */
function findingsIn(opened: OpenedCase, filter: Filter): readonly HashedFinding[] {
  const { store } = opened;
  const least = filter.minSeverity === undefined ? Infinity : severityRank(filter.minSeverity);
  const text = filter.text?.toLowerCase() ?? '';
  return opened.findings.filter(({ finding }) => {
    const event = finding.eventId;
    if (severityRank(finding.severity) > least) return false;
    if (filter.rules && filter.rules.length > 0 && !filter.rules.some((prefix) => finding.rule.startsWith(prefix))) return false;
    if (filter.sessions && filter.sessions.length > 0 && !filter.sessions.includes(finding.sessionId ?? '')) return false;
    if (filter.from !== undefined && filter.from !== null && !((finding.time ?? -1) >= filter.from)) return false;
    if (filter.to !== undefined && filter.to !== null && !((finding.time ?? Infinity) <= filter.to)) return false;
    if (filter.attended && (event === null || store.attended(event) !== filter.attended)) return false;
    if (filter.tools && filter.tools.length > 0 && !filter.tools.includes(event === null ? '' : (store.tool(event) ?? ''))) return false;
    return text === '' || finding.title.toLowerCase().includes(text) || finding.rule.includes(text) || finding.excerpt.toLowerCase().includes(text) || finding.sentence.toLowerCase().includes(text);
  });
}

function groupFindings(found: readonly HashedFinding[], first: number | null, last: number | null): FindingGroup[] {
  const groups = new Map<string, HashedFinding['finding'][]>();
  for (const { finding } of found) {
    const key = `${finding.rule} ${finding.severity}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const width = first !== null && last !== null && last > first ? last - first : 1;
  return [...groups.values()].slice(0, 500).flatMap((group): FindingGroup[] => {
    const head = group[0];
    if (!head) return [];
    const times = group.flatMap((finding) => finding.time ?? []).sort((a, b) => a - b);
    const marks = [...new Set(times.map((time) => Math.round((Math.min(1, Math.max(0, (time - (first ?? time)) / width))) * 200) / 200))];
    return [
      {
        rule: head.rule,
        title: head.title,
        severity: head.severity,
        attack: head.attack,
        hits: group.length,
        first: times[0] ?? null,
        last: times.at(-1) ?? null,
        sessions: [...new Set(group.flatMap((finding) => finding.sessionId ?? []))].slice(0, 50),
        marks: marks.slice(0, 60),
        findingIds: group.slice(0, 500).map((finding) => finding.id),
      },
    ];
  });
}

function facets(opened: OpenedCase, selected: Uint32Array): Result<'facets.read'> {
  const { store } = opened;
  const tools = new Map<string, number>();
  const views = { all: 0, high: 0, outsideRoot: 0, credentials: 0, network: 0, git: 0, unexplained: 0 };
  for (const event of selected) {
    if (store.kind(event) === 'reflog' && !opened.reflog(event)?.shown) continue;
    views.all += 1;
    if (store.kind(event) === 'reflog') views.git += 1;
    const tool = store.kind(event) === 'tool-call' ? store.tool(event) : null;
    if (tool !== null) tools.set(tool, (tools.get(tool) ?? 0) + 1);
    const findings = opened.findingsOf(event);
    if (findings.length === 0) continue;
    const has = (...prefixes: string[]): boolean => findings.some((finding) => prefixes.some((prefix) => finding.rule.startsWith(prefix)));
    if (findings.some((finding) => severityRank(finding.severity) <= 1)) views.high += 1;
    if (has('write.outside-root')) views.outsideRoot += 1;
    if (has('credential.', 'write.credential-store')) views.credentials += 1;
    if (has('network.')) views.network += 1;
    if (has('git.unexplained', 'git.contradicted')) views.unexplained += 1;
  }
  return {
    events: views.all,
    tools: [...tools].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 100).map(([name, count]) => ({ name: name.slice(0, 300), count })),
    views,
  };
}
