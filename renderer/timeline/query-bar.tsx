/** The query bar: chips of the filter, free text, Filter or Highlight, and the steps through matches. */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Filter } from '../../shared/query.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segmented } from '../ui/segmented.tsx';
import styles from './query-bar.module.css';
import { type Chip, filterChips, mergeFilters, parseQuery, queryKeys, withoutKey } from './query-text.ts';
import type { QueryMode } from './timeline-store.ts';

export interface QueryBarProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly mode: QueryMode;
  /** What hides rows. */
  readonly filter: Filter;
  /** What marks rows, in Highlight mode. */
  readonly highlight: Filter;
  /** `3 of 12`, `12 matches`, `1,299 events`; null while unknown. */
  readonly count: string | null;
  readonly onFilter: (filter: Filter) => void;
  readonly onHighlight: (filter: Filter) => void;
  readonly onMode: (mode: QueryMode) => void;
  readonly onStep: (direction: 'next' | 'previous') => void;
  readonly onLeave: () => void;
}

/** Typing pauses this long before text takes effect by itself. */
const pauseMs = 300;

function ChipView({ chip, marks, onDrop }: { readonly chip: Chip; readonly marks: boolean; readonly onDrop: () => void }) {
  return (
    <span className={marks ? `${styles.chip} ${styles.marking}` : styles.chip}>
      <span className={styles.key}>{chip.key}:</span>
      <span className={styles.value}>
        <EvidenceText inline text={chip.value.slice(0, 60)} />
      </span>
      <button type="button" className={styles.drop} aria-label={`Remove ${chip.key} from the ${marks ? 'highlight' : 'filter'}`} onClick={onDrop}>
        <Icon name="cross" size={10} />
      </button>
    </span>
  );
}

export function QueryBar({ input, mode, filter, highlight, count, onFilter, onHighlight, onMode, onStep, onLeave }: QueryBarProps) {
  const target = mode === 'filter' ? filter : highlight;
  const set = mode === 'filter' ? onFilter : onHighlight;
  const [draft, setDraft] = useState('');
  const [mistakes, setMistakes] = useState<readonly { readonly text: string; readonly reason: string }[]>([]);
  /** The text that a pause in typing has put into effect; it stands in the field, so it is no chip. */
  const [live, setLive] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stop = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useEffect(() => stop, [stop]);

  const applyText = (text: string) => {
    const parsed = parseQuery(text);
    // A key that is still being typed must not filter by half a value.
    const onlyText = parsed.mistakes.length === 0 && Object.keys(parsed.filter).every((key) => key === 'text');
    if (!onlyText) return;
    const rest = withoutKey(target, 'text');
    set(parsed.filter.text === undefined ? rest : { ...rest, text: parsed.filter.text });
    setLive(parsed.filter.text ?? null);
  };
  const commit = () => {
    stop();
    const parsed = parseQuery(draft);
    setMistakes(parsed.mistakes);
    set(mergeFilters(live === null ? target : withoutKey(target, 'text'), parsed.filter));
    setLive(null);
    setDraft(parsed.mistakes.map((mistake) => mistake.text).join(' '));
  };
  const chips = (own: Filter, marks: boolean) =>
    filterChips(own)
      .filter((chip) => !(chip.key === 'text' && chip.value === live))
      .map((chip) => <ChipView key={`${chip.key}:${chip.value}`} chip={chip} marks={marks} onDrop={() => (marks ? onHighlight : onFilter)(chip.without)} />);

  return (
    <div className={styles.bar}>
      <div className={styles.field} role="search" aria-label="Timeline query">
        <Icon name="search" />
        <div className={styles.parts}>
          {chips(filter, false)}
          {mode === 'highlight' ? chips(highlight, true) : null}
          <input
            ref={input}
            type="text"
            className={styles.input}
            value={draft}
            maxLength={2000}
            spellCheck={false}
            aria-label="Query"
            aria-describedby={mistakes.length > 0 ? 'query-mistakes' : undefined}
            aria-invalid={mistakes.length > 0}
            placeholder={filterChips(filter).length === 0 ? 'Text, or tool:Bash severity:>=high is:unattended rule:credential.' : ''}
            title={`Keys: ${queryKeys.map((key) => `${key.name}:`).join(' ')}`}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setDraft(text);
              setMistakes([]);
              stop();
              timer.current = setTimeout(() => applyText(text), pauseMs);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                const stepping = draft.trim() === '' || (mode === 'highlight' && live === draft.trim());
                if (stepping) onStep(event.shiftKey ? 'previous' : 'next');
                else commit();
              } else if (event.key === 'Backspace' && draft === '') {
                const last = filterChips(target).at(-1);
                if (last) set(last.without);
              } else if (event.key === 'Escape' || event.key === 'ArrowDown') {
                onLeave();
              } else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
        </div>
        <output className={styles.count} aria-live="polite">
          {count}
        </output>
        {mode === 'highlight' ? (
          <>
            <IconButton label="Previous match" className={styles.step} onClick={() => onStep('previous')}>
              <Icon name="chevron-up" size={13} />
            </IconButton>
            <IconButton label="Next match" className={styles.step} onClick={() => onStep('next')}>
              <Icon name="chevron-down" size={13} />
            </IconButton>
          </>
        ) : null}
        {filterChips(target).length > 0 ? (
          <IconButton
            label={mode === 'filter' ? 'Clear the filter' : 'Clear the highlight'}
            className={styles.step}
            onClick={() => {
              stop();
              setDraft('');
              setLive(null);
              setMistakes([]);
              set({});
            }}
          >
            <Icon name="cross" size={12} />
          </IconButton>
        ) : null}
      </div>
      <Segmented
        small
        label="Query mode"
        value={mode}
        options={[
          { value: 'filter', label: 'Filter' },
          { value: 'highlight', label: 'Highlight' },
        ]}
        onChange={(next: QueryMode) => {
          setLive(null);
          setDraft('');
          onMode(next);
        }}
      />
      {mistakes.length > 0 ? (
        <div id="query-mistakes" role="alert" className={styles.mistakes}>
          {mistakes.map((mistake) => (
            <p key={mistake.text}>
              <EvidenceText inline text={mistake.text} className={styles.wrong} /> {mistake.reason}
            </p>
          ))}
        </div>
      ) : null}
    </div>
  );
}
