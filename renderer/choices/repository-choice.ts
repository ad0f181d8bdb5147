/** What was chosen about the repository of one folder of the source machine, and the way back to what the records say. */
import { allAbout } from '../../shared/choice-history.ts';
import { caseStore } from '../state/case-store.ts';
import { takeBack } from '../state/choosing-store.ts';

/** Numbers of the choices about the folder that stand. */
export function chosenFor(path: string): readonly number[] {
  return allAbout(caseStore.getState().desktop?.open?.choices.history ?? [], { kind: 'repository-of-path', path, repository: null });
}

export function resetRepository(path: string): void {
  takeBack(chosenFor(path), `the repository of ${path}`);
}
