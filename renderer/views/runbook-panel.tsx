/** The six steps of the triage beside the verdict: each with its state and count, each opens what stands behind it. Counts nothing itself. */
import type { PostureView, RunbookStep } from '../../shared/posture.ts';
import { allAbout, inForceOf } from '../../shared/choice-history.ts';
import { choiceWords, type History } from '../../shared/choices.ts';
import { againstProposal, noteWords } from '../choices/choice-words.ts';
import { useCase } from '../state/case-store.ts';
import { choosingStore, takeBack } from '../state/choosing-store.ts';
import { useKeys } from '../state/keyboard.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { queueNames, stepStates } from './posture-words.ts';
import styles from './runbook-panel.module.css';

function openStep(step: RunbookStep): void {
  const view = viewStore.getState();
  switch (step.opens) {
    case 'posture':
      view.setView('posture');
      return;
    case 'timeline':
      view.setFilter({ kinds: ['tool-call'] });
      view.setView('timeline');
      return;
    case 'git':
      view.setFilter({ kinds: ['reflog'] });
      view.setView('timeline');
      return;
    case 'rollback':
      document.querySelector('[aria-label="Rollback"]')?.scrollIntoView();
      return;
    default: {
      const never: never = step.opens;
      throw new Error(`A step cannot open ${String(never)}.`);
    }
  }
}

/** The steps, numbered as the keys that open them. */
export function RunbookPanel({ runbook }: { readonly runbook: PostureView['runbook'] }) {
  const open = (at: number) => () => {
    const step = runbook[at];
    if (step) openStep(step);
  };
  useKeys('runbook', { 1: open(0), 2: open(1), 3: open(2), 4: open(3), 5: open(4), 6: open(5) });
  const checked = runbook.filter((step) => step.state !== 'not-possible' && step.state !== 'your-call').length;
  return (
    <section aria-label="Runbook" className={styles.panel}>
      <PanelHead title="Runbook" end={`${checked} of ${runbook.length} checked`} />
      <ol>
        {runbook.map((step, at) => (
          <li key={step.name}>
            <button type="button" className={styles.step} onClick={() => openStep(step)}>
              <span className={styles.number}>{at + 1}</span>
              <span className={styles.text}>
                <span className={styles.head}>
                  <b>{step.name}</b>
                  {step.severity === null ? null : <SeverityMark severity={step.severity} />}
                  <span className={styles.state}>
                    <Icon name={stepStates[step.state].icon} size={13} />
                    {stepStates[step.state].name}
                  </span>
                </span>
                <span className={styles.says}>
                  <EvidenceText text={step.says} inline prose />
                </span>
              </span>
              <b className={styles.count}>{step.count ?? '–'}</b>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

const shownPoints = 8;
const noHistory: History = [];

/** What the rules propose, and what speaks for and against it. The decision is a person's. */
export function DisclosurePanel({ decision }: { readonly decision: PostureView['decision'] }) {
  const history = useCase((state) => state.desktop?.open?.choices.history) ?? noHistory;
  const [decided] = inForceOf(history, 'decision');
  const decide = () => choosingStore.getState().begin({ kind: 'decision', proposed: decision.queue });
  useKeys('decision', { d: decide });
  return (
    <section aria-label="Disclosure" className={styles.panel}>
      <PanelHead title="Disclosure" end="proposed by rules, you decide" />
      <p className={styles.queue}>
        <b>{queueNames[decision.queue]}</b>
      </p>
      {decided ? (
        <section aria-label="Decision" className={styles.decided}>
          <p>
            <b>Decided: {queueNames[decided.choice.queue]}</b>
            {againstProposal(decided.choice, decision.queue)}
          </p>
          <p className={styles.says}>
            <EvidenceText text={noteWords(decided)} inline prose />
          </p>
          {decided.reason === null ? null : <EvidenceText text={decided.reason} prose className={styles.says} />}
        </section>
      ) : null}
      <p className={styles.decided}>
        <Button small onClick={decide}>
          <Kbd>D</Kbd> {decided ? 'Decide anew…' : 'Decide…'}
        </Button>
        {decided ? (
          <Button small look="ghost" onClick={() => takeBack(allAbout(history, decided.choice), choiceWords(decided.choice))}>
            Take the decision back
          </Button>
        ) : null}
      </p>
      <Points title="Points to the IR queue" points={decision.reasons} icon="warning" />
      <Points title="Points away" points={decision.against} icon="check" />
    </section>
  );
}

function Points({ title, points, icon }: { readonly title: string; readonly points: PostureView['decision']['reasons']; readonly icon: 'warning' | 'check' }) {
  if (points.length === 0) return null;
  return (
    <>
      <h3 className={styles.points}>{title}</h3>
      <ul>
        {points.slice(0, shownPoints).map((point) => {
          const [first] = point.findings;
          const line = (
            <>
              <Icon name={icon} size={13} />
              <span className={styles.says}>{point.says}</span>
              {point.total === 0 ? null : <span className={styles.count}>{countText(point.total)}</span>}
            </>
          );
          return <li key={point.says}>{first === undefined ? <div className={styles.point}>{line}</div> : <button type="button" className={styles.point} onClick={() => viewStore.getState().openFinding(first)}>{line}</button>}</li>;
        })}
      </ul>
    </>
  );
}
