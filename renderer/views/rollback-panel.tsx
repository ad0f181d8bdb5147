/** How each repository could be put back, for the overview: the last good commit, the options, their commands to copy. Runs nothing. */
import { useState } from 'react';
import type { RollbackAdvice, RollbackOption } from '../../shared/rollback.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { repositoryName } from '../timeline/row-words.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './rollback-panel.module.css';

type Say = (message: string) => void;

function copy(commands: readonly string[], say: Say): void {
  navigator.clipboard.writeText(`${commands.join('\n')}\n`).then(
    () => say(commands.length === 1 ? 'Command copied' : `${countText(commands.length)} commands copied`),
    () => say('The clipboard is not available'),
  );
}

function Lines({ name, lines }: { readonly name: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {lines.map((line) => (
          <EvidenceText key={line} prose text={line} />
        ))}
      </dd>
    </div>
  );
}

function Option({ option, advice, say }: { readonly option: RollbackOption; readonly advice: RollbackAdvice; readonly say: Say }) {
  const recommended = option.option === advice.recommended;
  const also = option.option === 3 && advice.alsoBackup && !recommended;
  return (
    <details className={styles.option} open={recommended}>
      <summary>
        <b>
          {option.option} {option.title}
        </b>
        <span className={styles.fit}>{recommended ? 'recommended' : also ? 'to be added' : option.fits ? 'fits too' : 'does not fit'}</span>
      </summary>
      <p className={styles.why}>
        <EvidenceText prose text={option.why} />
      </p>
      {option.commands.length === 0 ? null : (
        <div className={styles.commands}>
          <IconButton label={`Copy the ${countOf(option.commands.length, 'command')} of option ${option.option}`} className={styles.copy} onClick={() => copy(option.commands, say)}>
            <Icon name="copy" size={13} />
          </IconButton>
          {option.commands.map((command) => (
            <EvidenceText key={command} text={command} />
          ))}
        </div>
      )}
      <dl className={styles.terms}>
        <Lines name="Undoes" lines={option.undoes} />
        <Lines name="Loses" lines={option.loses} />
        <Lines name="Leaves" lines={option.leaves} />
      </dl>
    </details>
  );
}

function Advice({ advice, say }: { readonly advice: RollbackAdvice; readonly say: Say }) {
  const good = advice.lastGood;
  return (
    <>
      <dl className={styles.terms}>
        <div>
          <dt>Last good</dt>
          <dd>
            {good === null ? (
              'No commit is known to be good.'
            ) : (
              <>
                <EvidenceText text={good.oid} />
                <EvidenceText prose text={good.subject} />
                <EvidenceText prose text={good.reason} />
              </>
            )}
          </dd>
        </div>
        <Lines name="Notes" lines={advice.warnings} />
        <div>
          <dt>First call</dt>
          <dd>
            <Button small onClick={() => viewStore.getState().openEvent(advice.firstWrite.eventId)}>
              Event {countText(advice.firstWrite.eventId)}
            </Button>
          </dd>
        </div>
      </dl>
      {advice.first.length === 0 ? null : (
        <div className={styles.commands}>
          <IconButton label="Copy the command that saves a copy first" className={styles.copy} onClick={() => copy(advice.first, say)}>
            <Icon name="copy" size={13} />
          </IconButton>
          {advice.first.map((command) => (
            <EvidenceText key={command} text={command} />
          ))}
        </div>
      )}
      {advice.options.map((option) => (
        <Option key={option.option} option={option} advice={advice} say={say} />
      ))}
    </>
  );
}

/** Nothing is drawn where no call that ran unattended could have written to a repository. */
export function RollbackPanel() {
  const { value, problem } = useQuery('rollback.read', {});
  const [chosen, setChosen] = useState(0);
  const [message, setMessage] = useState('');
  if (problem !== null) return <ProblemNote problem={problem} />;
  const advice = value?.advice[chosen] ?? value?.advice[0];
  if (value === null || advice === undefined) return null;
  return (
    <section aria-label="Rollback" className={styles.panel}>
      <PanelHead title="Rollback" sub="commands to copy; none is run here" ruled />
      {value.advice.length > 1 ? (
        <div className={styles.choice}>
          {value.advice.map((each, at) => (
            <Button key={each.repository} small look={each === advice ? 'primary' : 'default'} aria-pressed={each === advice} onClick={() => setChosen(at)}>
              <EvidenceText inline prose text={repositoryName(each.repository)} />
            </Button>
          ))}
        </div>
      ) : (
        <p className={styles.why}>
          <EvidenceText text={advice.repository} />
        </p>
      )}
      <Advice key={advice.repository} advice={advice} say={setMessage} />
      <p role="status" className="only-spoken">
        {message}
      </p>
    </section>
  );
}
