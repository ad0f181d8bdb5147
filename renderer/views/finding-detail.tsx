/** One rule in words and its hits; the chosen hit with its sentence, its excerpt and its place in the evidence. */
import { useState } from 'react';
import type { FindingGroup, Result } from '../../shared/contract.ts';
import type { EvidenceRef } from '../../shared/event.ts';
import type { Finding, FindingState, RuleInfo } from '../../shared/finding.ts';
import type { Filter } from '../../shared/query.ts';
import { type Query, useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { FindingChoices } from '../choices/finding-choices.tsx';
import { InspectorCommit } from '../timeline/inspector-commit.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { type CaseSpan, dayClockText, momentText, spansDays } from '../text/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Pager } from '../ui/pager.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import styles from './finding-detail.module.css';

const pageSize = 100;

/** What a finding's state means, in a word. */
const stateWords: Readonly<Record<FindingState, string>> = {
  attempted: 'attempted',
  recorded: 'recorded',
  confirmed: 'confirmed',
  denied: 'denied',
  contradicted: 'contradicted',
  'not-covered': 'not covered',
  unexplained: 'unexplained',
};

function RuleText({ rule, group }: { readonly rule: RuleInfo; readonly group: FindingGroup }) {
  const parts: readonly (readonly [string, string])[] = [
    ['Rule', `${rule.id}, version ${rule.version}`],
    ['ATT&CK', rule.attack.join(', ')],
    ['Does not show', rule.doesNotShow],
    ['Other cause', rule.otherExplanation],
    ['Can be wrong', rule.canBeWrong],
  ];
  return (
    <>
      <PanelHead title={<><SeverityMark severity={group.severity} />{group.title}</>} />
      <p className={styles.why}>{rule.why}</p>
      <dl className={styles.terms}>
        {parts
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function placeText(place: EvidenceRef): string {
  return `line ${countText(place.line)}, bytes ${countText(place.byteStart)} to ${countText(place.byteEnd)}`;
}

function Hit({ finding }: { readonly finding: Finding }) {
  const details = Object.entries(finding.detail);
  return (
    <>
      <p className={styles.sentence}>
        <EvidenceText text={finding.sentence} inline prose />
      </p>
      {finding.excerpt === '' ? null : <EvidenceText text={finding.excerpt} className={styles.code} />}
      <div className={styles.choices}>
        <FindingChoices finding={finding} />
      </div>
      <dl className={styles.terms}>
        <div>
          <dt>Time</dt>
          <dd>{finding.time === null ? 'the record gives none' : `${dayClockText(finding.time)} UTC`}</dd>
        </div>
        <div>
          <dt>Confidence</dt>
          <dd>
            {finding.confidence}
            {finding.confidenceReason === '' ? '' : ': '}
            <EvidenceText text={finding.confidenceReason} inline prose />
          </dd>
        </div>
        {finding.evidence.map((place) => (
          <div key={`${place.path}:${place.byteStart}`}>
            <dt>Evidence</dt>
            <dd>
              <EvidenceText text={place.path} inline />
              <br />
              {placeText(place)}
            </dd>
          </div>
        ))}
        {details.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <EvidenceText text={Array.isArray(value) ? value.join('\n') : String(value)} />
            </dd>
          </div>
        ))}
      </dl>
      <LostCommit key={finding.id} finding={finding} />
    </>
  );
}

/** The commit that a finding on a repository names: no row of the timeline may show it any more. */
function LostCommit({ finding }: { readonly finding: Finding }) {
  const oid = finding.detail['commit'];
  return finding.repository === null || typeof oid !== 'string' ? null : <InspectorCommit repository={finding.repository} oid={oid} shownAt={null} />;
}

export interface FindingDetailProps {
  readonly group: FindingGroup;
  readonly findingId: string | null;
  readonly detail: Query<Result<'findings.read'>>;
  readonly filter: Filter;
  readonly span: CaseSpan;
}

export function FindingDetail({ group, findingId, detail, filter, span }: FindingDetailProps) {
  const [page, setPage] = useState({ rule: group.rule, offset: 0 });
  const offset = page.rule === group.rule ? page.offset : 0;
  const hits = useQuery('findings.page', { filter, rule: group.rule, offset, limit: pageSize });
  const finding = detail.value?.finding.id === findingId ? detail.value?.finding : null;
  const eventId = finding?.eventId ?? null;
  return (
    <section className={styles.detail} aria-label="The selected rule and its hits">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key. */}
      <section aria-label="The rule" tabIndex={0}>
        {detail.value ? <RuleText rule={detail.value.rule} group={group} /> : null}
      </section>
      <div>
        <PanelHead
          title="Hits"
          sub={hits.value && hits.value.total > group.hits ? `${countText(hits.value.total)} of this rule, at every severity` : undefined}
          end={
            <>
              {(hits.value?.total ?? 0) > pageSize ? <Pager offset={offset} size={pageSize} total={hits.value?.total ?? 0} onMove={(to) => setPage({ rule: group.rule, offset: to })} /> : null}
              <Button small look="ghost" disabled={eventId === null} onClick={() => (eventId === null ? undefined : viewStore.getState().openEvent(eventId))}>
                <Kbd>Enter</Kbd> open in timeline
              </Button>
            </>
          }
        />
        {hits.problem ? <ProblemNote problem={hits.problem} /> : null}
        <table className={styles.hits}>
          <colgroup>
            <col className={styles.event} />
            <col className={spansDays(span) ? styles.moment : styles.time} />
            <col className={styles.session} />
            <col />
            <col className={styles.state} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Time</th>
              <th scope="col">Session</th>
              <th scope="col">Argument</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {hits.value?.rows
              .filter((hit) => hit.rule === group.rule)
              .map((hit) => (
                <tr key={hit.id} className={hit.id === findingId ? styles.selected : undefined} onClick={() => viewStore.getState().selectFinding(hit.id)} onDoubleClick={() => (hit.eventId === null ? undefined : viewStore.getState().openEvent(hit.eventId))}>
                  <td>
                    <span className={styles.marked}>
                      <SeverityMark severity={hit.severity} />
                      <button type="button" className={styles.pick} aria-pressed={hit.id === findingId} onClick={() => viewStore.getState().selectFinding(hit.id)}>
                        {hit.eventId === null ? 'none' : `#${hit.eventId}`}
                      </button>
                    </span>
                  </td>
                  <td className="mono softer">{momentText(hit.time, span)}</td>
                  <td className="softer">{hit.sessionId === null ? '–' : <EvidenceText text={hit.sessionId.slice(0, 8)} inline />}</td>
                  <td>
                    <EvidenceText text={hit.excerpt} inline />
                  </td>
                  <td className="softer">{stateWords[hit.state]}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key. */}
      <section aria-label="The selected hit" tabIndex={0}>
        <PanelHead title="This hit" sub={finding ? `${stateWords[finding.state]}${finding.detail['mayHaveRun'] === true ? ', perhaps while it ran' : ''}` : undefined} />
        {detail.problem ? <ProblemNote problem={detail.problem} /> : null}
        {finding ? <Hit finding={finding} /> : null}
      </section>
    </section>
  );
}
