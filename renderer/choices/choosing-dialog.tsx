/** Asks about one choice: which of its forms, why, and who. Main keeps it; a failure stays in the dialog with what was typed. */
import { type FormEvent, useId, useState } from 'react';
import { allAbout } from '../../shared/choice-history.ts';
import { type Choice, needsReason, queues } from '../../shared/choices.ts';
import { caseStore } from '../state/case-store.ts';
import { type Choosing, choosingStore, takeBack, useChoosing } from '../state/choosing-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { optionWords } from './choice-words.ts';
import styles from './choices.module.css';
import { NoteFields } from './note-fields.tsx';
import { chosenFor, resetRepository } from './repository-choice.ts';
import { useChoosingDesk } from './use-choosing-desk.ts';

const titles: Readonly<Record<Choosing['kind'], string>> = {
  host: 'Sanction this host',
  path: 'This path is fine',
  root: 'Change the project root',
  decision: 'Decide where the case goes',
  repository: 'Which repository this folder was',
};

const leads: Readonly<Record<Choosing['kind'], string>> = {
  host: 'Findings that only follow from the host not being sanctioned stay, as info, with your reason. The narrowest form stands first.',
  path: 'Findings of this rule on the path stay, as info, with your reason. The narrowest form stands first.',
  root: 'What lies below the root counts as inside the project. It is a path of the machine that the evidence comes from.',
  decision: 'The rules propose, you decide. The report prints the proposal, your decision and your reason.',
  repository: 'Git commands of the folder are held against the reflogs of this repository. Folders below it follow, but for those at whose very path the copy holds another repository.',
};

const legends: Readonly<Partial<Record<Choosing['kind'], string>>> = { decision: 'Decision', repository: 'Repository of this copy' };

/** The choices to pick from; null for a root whose path is no absolute path yet. */
function optionsOf(choosing: Choosing, path: string): readonly Choice[] {
  switch (choosing.kind) {
    case 'host':
    case 'path':
      return choosing.options;
    case 'root':
      return [...(choosing.sessionId === null ? [] : [choosing.sessionId]), null].map((sessionId): Choice => ({ kind: 'project-root', sessionId, path }));
    case 'decision':
      return [choosing.proposed, ...queues.filter((queue) => queue !== choosing.proposed)].map((queue): Choice => ({ kind: 'decision', queue, proposed: choosing.proposed }));
    case 'repository':
      return [...choosing.repositories, null].map((repository): Choice => ({ kind: 'repository-of-path', path: choosing.path, repository }));
    default: {
      const never: never = choosing;
      return never;
    }
  }
}

/** The dialog begins at the repository that is taken now, else at the one that fits best. */
function pickedFirst(choosing: Choosing): number {
  return choosing.kind === 'repository' ? Math.max(0, choosing.repositories.findIndex((each) => each === choosing.now)) : 0;
}

export function ChoosingDialog() {
  const choosing = useChoosing((state) => state.choosing);
  return choosing === null ? null : <Choose choosing={choosing} />;
}

function Choose({ choosing }: { readonly choosing: Choosing }) {
  const [picked, setPicked] = useState(() => pickedFirst(choosing));
  const [path, setPath] = useState(choosing.kind === 'root' ? (choosing.path ?? '') : '');
  const formId = useId();
  const options = optionsOf(choosing, path.trim());
  const choice = options[picked] ?? options[0];
  const close = () => choosingStore.getState().end();
  const { note, setNote, failure, sending, choose } = useChoosingDesk(close);
  const wanting = choice !== undefined && needsReason(choice);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (choice !== undefined) choose(choice);
  };
  return (
    <Dialog
      title={titles[choosing.kind]}
      onClose={close}
      footer={
        <>
          <Button look="primary" type="submit" form={formId} disabled={sending || (wanting && note.reason.trim() === '')}>
            {choosing.kind === 'decision' ? 'Decide' : 'Choose'}
          </Button>
          <Button look="ghost" onClick={close}>
            Cancel
          </Button>
          {choosing.kind === 'repository' ? <ResetRepository path={choosing.path} /> : null}
          {choosing.kind === 'root' ? <ResetRoot sessionId={choosing.sessionId} /> : null}
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit}>
        <p className={styles.quiet}>{leads[choosing.kind]}</p>
        {failure === null ? null : <ProblemNote problem={failure} />}
        {choosing.kind === 'root' ? (
          <>
            <p className={styles.quiet}>
              Now: <EvidenceText text={choosing.path ?? 'not known'} inline /> (<EvidenceText text={choosing.how} inline prose />)
            </p>
            <label className={styles.field}>
              Project root, an absolute path of the source machine
              <input value={path} onChange={(event) => setPath(event.target.value)} spellCheck={false} autoComplete="off" maxLength={8192} required pattern="(/|[A-Za-z]:[\\\/]).*" title="An absolute path, such as /Users/kim/work/shop" />
            </label>
          </>
        ) : null}
        {choosing.kind === 'repository' ? (
          <p className={styles.quiet}>
            <EvidenceText text={choosing.path} inline /> is now taken for <EvidenceText text={choosing.now ?? 'none of the copy'} inline />. <EvidenceText text={choosing.says} inline prose />
            {choosing.left > 0 ? ` ${countOf(choosing.left, 'repository', 'repositories')} more of the case are not listed here.` : ''}
          </p>
        ) : null}
        <fieldset className={styles.options}>
          <legend>{legends[choosing.kind] ?? 'For'}</legend>
          {options.map((option, at) => (
            <label key={optionWords(option)}>
              <input type="radio" name="option" checked={at === picked} onChange={() => setPicked(at)} />
              <EvidenceText text={`${optionWords(option)}${choosing.kind === 'decision' && at === 0 ? ' (proposed)' : ''}`} inline prose />
            </label>
          ))}
        </fieldset>
        <NoteFields note={note} onChange={setNote} wanting={wanting} />
      </form>
    </Dialog>
  );
}

/** Takes back what was chosen about the session's root, and about each session's where that is in force for it. */
function ResetRoot({ sessionId }: { readonly sessionId: string | null }) {
  const history = caseStore.getState().desktop?.open?.choices.history ?? [];
  const own = sessionId === null ? [] : allAbout(history, { kind: 'project-root', sessionId, path: '/' });
  const ids = own.length > 0 ? own : allAbout(history, { kind: 'project-root', sessionId: null, path: '/' });
  if (ids.length === 0) return null;
  const reset = () => {
    takeBack(ids, own.length > 0 ? 'the project root of the session' : 'the project root of each session');
    choosingStore.getState().end();
  };
  return <Button onClick={reset}>Reset to what the records say</Button>;
}

function ResetRepository({ path }: { readonly path: string }) {
  const ids = chosenFor(path);
  if (ids.length === 0) return null;
  const reset = () => {
    resetRepository(path);
    choosingStore.getState().end();
  };
  return <Button onClick={reset}>Reset to what the records say</Button>;
}
