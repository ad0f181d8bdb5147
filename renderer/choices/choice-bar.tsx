/** Under the title: what was chosen last, with its undo, and whether what shows follows from it already. */
import { choosingStore, takeBack, useChoosing } from '../state/choosing-store.ts';
import { useCase } from '../state/case-store.ts';
import { useJudging } from '../state/judging-store.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './choices.module.css';

function Faults({ faults }: { readonly faults: readonly { readonly line: number; readonly reason: string }[] }) {
  return (
    <ul className={styles.faults}>
      {faults.map((fault) => (
        <li key={`${fault.line} ${fault.reason}`}>
          line {fault.line}: <EvidenceText text={fault.reason} inline prose />
        </li>
      ))}
    </ul>
  );
}

export function ChoiceBar() {
  const done = useChoosing((state) => state.done);
  const problem = useChoosing((state) => state.problem);
  const pending = useJudging((judging) => judging.pending);
  const refused = useJudging((judging) => judging.refused);
  const failure = useJudging((judging) => judging.problem);
  const fileProblem = useCase((state) => state.desktop?.open?.choices.problem ?? null);
  const ready = useCase((state) => state.summary !== null);
  if (!ready) return null;
  return (
    <div>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {failure === null ? null : <ProblemNote problem={{ kind: 'failed', path: null, reason: failure }} />}
      {fileProblem === null ? null : <ProblemNote problem={{ kind: 'unreadable', path: null, reason: fileProblem }} />}
      {refused === null ? null : (
        <section className={styles.bar} aria-label="Refused policy">
          <div>
            The chosen policy file <EvidenceText text={refused.name} inline /> does not fit this version. The case is judged without it.
            <Faults faults={refused.faults} />
          </div>
        </section>
      )}
      <div role="status" aria-label="Last choice">
        {done === null && !pending ? null : (
          <div className={styles.bar}>
            {done === null ? null : (
              <div className={styles.said}>
                <EvidenceText text={done.says} inline prose />
                <Faults faults={done.faults} />
              </div>
            )}
            {pending ? <span className={styles.quiet}>Judging the evidence anew…</span> : null}
            {done === null || done.undo.length === 0 ? null : (
              <Button small onClick={() => takeBack(done.undo, done.says)}>
                Undo
              </Button>
            )}
            {done === null ? null : (
              <>
                <Button small look="ghost" onClick={() => viewStore.getState().setDialog('choices')}>
                  All choices…
                </Button>
                <IconButton label="Dismiss" onClick={() => choosingStore.getState().tell(null)}>
                  <Icon name="cross" />
                </IconButton>
              </>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
