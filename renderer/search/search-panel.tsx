/** The search over all tool input and output: the field, how far it is, what it found. Stands below the timeline's rows. */
import { useEffect, useRef } from 'react';
import type { Filter } from '../../shared/query.ts';
import { useCase } from '../state/case-store.ts';
import { isEmptyFilter } from '../timeline/query-text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Pager } from '../ui/pager.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { HitList } from './hit-list.tsx';
import styles from './search-panel.module.css';
import { hitsAtOnce, type SearchPage } from './search-run.ts';
import { type SearchForm, searchStore, useSearch } from './search-store.ts';
import { foundText, notSearched, placeText, progressWords, shareOf } from './search-words.ts';
import { UnsearchedRecords } from './unsearched-records.tsx';

function sameSearch(a: SearchForm, b: SearchForm | null): boolean {
  return b !== null && a.text === b.text && a.kind === b.kind && a.caseSensitive === b.caseSensitive && a.within === b.within;
}

function SearchBar({ filter, onLeave }: { readonly filter: Filter; readonly onLeave: () => void }) {
  const form = useSearch((state) => state.form);
  const asked = useSearch((state) => state.asked);
  const page = useSearch((state) => state.page);
  const problem = useSearch((state) => state.problem);
  const active = useSearch((state) => state.active);
  const focusRequest = useSearch((state) => state.focusRequest);
  const input = useRef<HTMLInputElement>(null);
  const { setForm, begin, cancel, step, hide } = searchStore.getState();
  const running = asked !== null && problem === null && (page === null || page.state === 'running');
  const refused = problem?.kind === 'refused';
  const narrowed = !isEmptyFilter(filter);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each request takes the focus anew
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [focusRequest]);

  /** A choice changes what was asked: the search begins again, as nothing has to be typed for it. */
  const choose = (next: SearchForm) => {
    setForm(next);
    if (asked !== null && next.text === asked.text) begin(filter);
  };
  return (
    <div className={styles.bar}>
      <div className={styles.field} role="search" aria-label="Tool input and output">
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          className={styles.input}
          value={form.text}
          maxLength={1000}
          spellCheck={false}
          aria-label="Find in input and output"
          aria-invalid={refused}
          aria-describedby={refused ? 'search-mistake' : undefined}
          placeholder={form.kind === 'literal' ? 'Text in commands, edits, answers; Enter searches' : 'Pattern (RE2 syntax); Enter searches'}
          onChange={(event) => setForm({ ...form, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              if (sameSearch(form, asked) && problem === null) step(event.shiftKey ? 'previous' : 'next');
              else begin(filter);
            } else if (event.key === 'ArrowDown') document.getElementById('search-hits')?.focus();
            else if (event.key === 'Escape') {
              if (running) cancel();
              else {
                hide();
                onLeave();
              }
            } else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <span className={styles.count}>{page === null ? '' : placeText(active?.ordinal ?? null, page.total)}</span>
        <IconButton label="Previous hit" className={styles.step} disabled={page === null || page.total === 0} onClick={() => step('previous')}>
          <Icon name="chevron-up" size={13} />
        </IconButton>
        <IconButton label="Next hit" className={styles.step} disabled={page === null || page.total === 0} onClick={() => step('next')}>
          <Icon name="chevron-down" size={13} />
        </IconButton>
      </div>
      <Segmented
        small
        label="How the text is meant"
        value={form.kind}
        options={[
          { value: 'literal', label: 'Text' },
          { value: 'regex', label: 'Pattern' },
        ]}
        onChange={(kind: SearchForm['kind']) => choose({ ...form, kind })}
      />
      <label className={styles.choice}>
        <input type="checkbox" checked={form.caseSensitive} onChange={(event) => choose({ ...form, caseSensitive: event.currentTarget.checked })} />
        Match case
      </label>
      {narrowed || form.within ? (
        <label className={styles.choice}>
          <input type="checkbox" checked={form.within} onChange={(event) => choose({ ...form, within: event.currentTarget.checked })} />
          Only what the filter shows
        </label>
      ) : null}
      {running ? (
        <Button small onClick={cancel}>
          Cancel
        </Button>
      ) : (
        <Button small look="primary" disabled={form.text === ''} onClick={() => begin(filter)}>
          Search
        </Button>
      )}
      <IconButton
        label="Close the search"
        onClick={() => {
          hide();
          onLeave();
        }}
      >
        <Icon name="cross" />
      </IconButton>
    </div>
  );
}

function Progress({ page }: { readonly page: SearchPage }) {
  return (
    <div className={styles.progress}>
      <p role="status">
        <b>{foundText(page)}</b>, {progressWords(page)}
      </p>
      {page.state === 'running' ? <progress aria-label="Bytes searched" max={1} value={shareOf(page)} /> : null}
    </div>
  );
}

export function SearchPanel({ filter, onLeave }: { readonly filter: Filter; readonly onLeave: () => void }) {
  const asked = useSearch((state) => state.asked);
  const page = useSearch((state) => state.page);
  const offset = useSearch((state) => state.offset);
  const problem = useSearch((state) => state.problem);
  const oversized = useCase((state) => state.summary?.ledger.oversized ?? 0);
  const { showFrom, begin } = searchStore.getState();
  return (
    <section className={styles.panel} aria-label="Search">
      <SearchBar filter={filter} onLeave={onLeave} />
      {problem === null ? null : problem.kind === 'refused' ? (
        <p id="search-mistake" role="alert" className={styles.mistake}>
          {problem.reason}
        </p>
      ) : (
        <ProblemNote problem={problem} onRetry={() => begin(filter)} />
      )}
      {page === null ? null : <Progress page={page} />}
      {page !== null && page.problemCount > 0 ? <UnsearchedRecords problems={page.problems} total={page.problemCount} /> : null}
      {page !== null && page.total > 0 ? (
        <>
          <HitList page={page} offset={offset} onLeave={onLeave} />
          {page.total > hitsAtOnce ? (
            <div className={styles.foot}>
              <Pager offset={offset} size={hitsAtOnce} total={page.total} onMove={showFrom} />
            </div>
          ) : null}
        </>
      ) : null}
      {asked === null || (page !== null && page.total === 0 && page.state !== 'running') ? <p className={styles.empty}>{notSearched(oversized)}</p> : null}
    </section>
  );
}
