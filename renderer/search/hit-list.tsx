/** The hits of one page: when, which tool, where in the call, and the words around the match. A list that the arrows move through. */
import { useEffect, useRef } from 'react';
import type { SearchHit } from '../../shared/contract.ts';
import { useCase } from '../state/case-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf } from '../text/figures.ts';
import { spansDays } from '../text/time-text.ts';
import { maskKeyMaterial } from '../timeline/key-material.ts';
import { clockText, clockTextWithMillis, dayText, shortDayText, zoneLabel } from '../timeline/time-axis.ts';
import { useTimeline } from '../timeline/timeline-store.ts';
import { toolIcon, Icon } from '../ui/icon.tsx';
import { matchMarks, nearMatch } from './match-marks.ts';
import styles from './search-panel.module.css';
import type { SearchPage } from './search-run.ts';
import { searchStore, useSearch } from './search-store.ts';

/** The words around a match; key material in them is masked, and then nothing can be marked. */
export function HitSnippet({ hit, inline }: { readonly hit: SearchHit; readonly inline: boolean }) {
  const masked = maskKeyMaterial(hit.snippet);
  if (masked.places > 0) return <EvidenceText text={masked.text} inline={inline} marks={[]} />;
  const { snippet, match, cut } = inline ? nearMatch(hit) : { ...hit, cut: false };
  return (
    <>
      {cut ? <span aria-hidden="true">…</span> : null}
      <EvidenceText text={snippet} inline={inline} marks={[{ ...match, tone: 'match' }, ...matchMarks(snippet, { snippet, match }).filter((mark) => mark.start >= match.end)]} />
    </>
  );
}

/** `input · command`, `output · stdout`. */
export function HitField({ hit }: { readonly hit: Pick<SearchHit, 'part' | 'field'> }) {
  return (
    <>
      {hit.part}
      {hit.field === '' || (hit.part === 'output' && hit.field === 'content') ? null : (
        <>
          {' · '}
          <EvidenceText inline text={hit.field} />
        </>
      )}
    </>
  );
}

function HitRow({ hit, ordinal, active }: { readonly hit: SearchHit; readonly ordinal: number; readonly active: boolean }) {
  const zone = useTimeline((state) => state.zone);
  const days = useCase((state) => state.summary !== null && spansDays(state.summary.events));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
    <div id={`search-hit-${ordinal}`} role="option" aria-selected={active} className={styles.hit} onClick={() => searchStore.getState().choose(ordinal, false)}>
      <span className={`${styles.when} mono`} title={hit.time === null ? 'The record gives no time.' : `${dayText(hit.time, zone)} ${clockTextWithMillis(hit.time, zone)} ${zoneLabel(zone)}`}>
        {days && hit.time !== null ? `${shortDayText(hit.time, zone)} ${clockText(hit.time, zone)}` : clockTextWithMillis(hit.time, zone)}
      </span>
      <span className={styles.tool}>
        <Icon name={toolIcon(hit.tool)} />
        <EvidenceText inline prose text={hit.tool ?? ''} />
      </span>
      <span className={styles.where}>
        <HitField hit={hit} />
      </span>
      <span className={styles.snippet}>
        <HitSnippet hit={hit} inline />
      </span>
      <span className={styles.times}>{hit.occurrences > 1 ? countOf(hit.occurrences, 'place') : ''}</span>
    </div>
  );
}

export function HitList({ page, offset, onLeave }: { readonly page: SearchPage; readonly offset: number; readonly onLeave: () => void }) {
  const active = useSearch((state) => state.active);
  const list = useRef<HTMLDivElement>(null);
  const ordinal = active?.ordinal ?? null;
  const here = ordinal !== null && ordinal >= offset && ordinal < offset + page.hits.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page shows other rows
  useEffect(() => {
    if (ordinal !== null) list.current?.querySelector(`#search-hit-${ordinal}`)?.scrollIntoView({ block: 'nearest' });
  }, [ordinal, offset]);
  const move = (to: number) => searchStore.getState().choose(Math.min(page.total - 1, Math.max(0, to)), false);
  return (
    <div
      ref={list}
      id="search-hits"
      role="listbox"
      aria-label="Hits"
      aria-activedescendant={here ? `search-hit-${ordinal}` : undefined}
      tabIndex={0}
      className={styles.hits}
      onKeyDown={(event) => {
        const from = here && ordinal !== null ? ordinal : offset - 1;
        if (event.key === 'ArrowDown') move(from + 1);
        else if (event.key === 'ArrowUp') move(from - 1);
        else if (event.key === 'PageDown') move(from + 10);
        else if (event.key === 'PageUp') move(from - 10);
        else if (event.key === 'Home') move(0);
        else if (event.key === 'End') move(page.total - 1);
        else if (event.key === 'Enter' && here && ordinal !== null) searchStore.getState().choose(ordinal, true);
        else if (event.key === 'Escape') onLeave();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {page.hits.map((hit, at) => (
        <HitRow key={`${hit.eventId} ${hit.part} ${hit.place.byteStart}`} hit={hit} ordinal={offset + at} active={ordinal === offset + at} />
      ))}
    </div>
  );
}
