/** The first screen: open a copied folder, this machine or the sample, or a case opened before. Knows no evidence. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { RecentCase } from '../../shared/desktop-contract.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import { ask } from '../state/case-connection.ts';
import { useCase } from '../state/case-store.ts';
import { viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { shortDateText } from '../text/time-text.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { SeverityMark, severityNames } from '../ui/severity-mark.tsx';
import styles from './welcome-view.module.css';

interface Action {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly letter: string;
  readonly run: () => void;
}

const actions: readonly Action[] = [
  {
    icon: 'folder',
    title: 'Evidence folder',
    text: 'A copy of ~/.claude with the repos beside it. You can also drop it on this window.',
    letter: 'O',
    run: () => ask('open.dialog', {}),
  },
  {
    icon: 'laptop',
    title: 'This machine, read-only',
    text: 'Your own ~/.claude and its repositories. Live files can change while you look, so this is not evidence.',
    letter: 'L',
    run: () => viewStore.getState().setDialog('machine'),
  },
  {
    icon: 'flask',
    title: 'Sample evidence',
    text: 'A small invented incident. Loads in a few seconds.',
    letter: 'E',
    run: () => ask('open.sample', {}),
  },
];

/** Up and down move through everything that can be opened, Home and End to its ends. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-choice]')];
  const active = document.activeElement;
  const at = active instanceof HTMLButtonElement ? items.indexOf(active) : -1;
  const target: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 };
  const next = items[target[event.key] ?? -1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function worstText(recent: RecentCase): string {
  if (recent.worst === null) return 'no findings';
  return `${countOf(recent.findings, 'finding')}, worst ${severityNames[recent.worst].toLowerCase()}`;
}

function Recent({ recent }: { readonly recent: readonly RecentCase[] }) {
  const [now] = useState(() => Date.now());
  if (recent.length === 0) return <p className={styles.none}>Cases that you open are listed here. Only their place and counts are kept, no evidence.</p>;
  return (
    <table className={styles.recent} aria-label="Recent cases">
      <colgroup>
        <col className={styles.name} />
        <col />
        <col className={styles.sessions} />
        <col className={styles.worst} />
        <col className={styles.opened} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th scope="col">Evidence</th>
          <th scope="col" className={styles.right}>
            Sessions
          </th>
          <th scope="col">Worst</th>
          <th scope="col" className={styles.right}>
            Opened, UTC
          </th>
        </tr>
      </thead>
      <tbody>
        {recent.map((one) => (
          <tr key={one.id} onClick={() => ask('open.recent', { id: one.id })}>
            <td>
              <button
                type="button"
                data-choice
                className={styles.row}
                aria-label={`Open ${plainLabel(one.name, 80)}, ${countOf(one.sessions, 'session')}, ${worstText(one)}`}
                onClick={(event) => {
                  event.stopPropagation();
                  ask('open.recent', { id: one.id });
                }}
              >
                <EvidenceText text={one.name} inline prose />
              </button>
            </td>
            <td className="softer">
              {one.sample ? 'sample evidence, bundled' : one.live ? 'this machine, live' : <ElidedEvidence text={one.path} />}
            </td>
            <td className={styles.right}>{countText(one.sessions)}</td>
            <td>
              <span className={styles.marked}>
                {one.worst === null ? null : <SeverityMark severity={one.worst} />}
                <span className={one.worst === null ? 'quiet' : ''}>{one.findings === 0 ? 'no findings' : countOf(one.findings, 'finding')}</span>
              </span>
            </td>
            <td className={`quiet ${styles.right}`}>{shortDateText(one.openedAt, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function WelcomeView() {
  const desktop = useCase((state) => state.desktop);
  const first = useRef<HTMLButtonElement>(null);
  const [dropping, setDropping] = useState(false);
  useEffect(() => first.current?.focus(), []);
  return (
    <main
      className={`${styles.page} ${dropping ? styles.dropping : ''}`}
      onKeyDown={moveFocus}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={() => setDropping(false)}
    >
      <div className={styles.inner}>
        <h1>Open evidence</h1>
        <p className={styles.lead}>
          Pick the copied folder. Postflight hashes every file as it reads it, then sets tool calls beside git reflogs. It never writes to the
          evidence.
        </p>
        <section aria-labelledby="open-heading">
          <h2 id="open-heading">Open</h2>
          <ul className={styles.actions}>
            {actions.map((action, index) => (
              <li key={action.title}>
                <button ref={index === 0 ? first : undefined} type="button" data-choice className={styles.action} onClick={action.run}>
                  <Icon name={action.icon} size={18} />
                  <span>
                    <b>{action.title}</b>
                    <span>{action.text}</span>
                  </span>
                  <span className={styles.keys} aria-hidden="true">
                    <Kbd>Ctrl</Kbd>
                    <Kbd>{action.letter}</Kbd>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="recent-heading">
          <h2 id="recent-heading">Recent cases</h2>
          <Recent recent={desktop?.recent ?? []} />
        </section>
        <footer className={styles.foot}>
          <span>
            <Icon name="lock" size={13} />
            Evidence is opened read-only
          </span>
          <span>
            <Icon name="web" size={13} />
            No network access, nothing is uploaded
          </span>
          <span>
            <Icon name="hash" size={13} />
            SHA-256 for every file
          </span>
          <span className={styles.version}>Postflight {desktop?.version}</span>
        </footer>
      </div>
    </main>
  );
}
