/** Collects problems with a cap per file, so that a hostile file cannot flood memory; what is left out is counted. */
import type { ReadProblem } from '../../../../shared/case.ts';
import { shortText } from './bytes.ts';

const perFile = 1000;

export interface ProblemPlace {
  readonly line?: number;
  readonly byteOffset?: number;
}

/** A list of problems under way; `all` closes it with one row per file that had more than fit. */
export interface ProblemList {
  add(path: string, reason: string, place?: ProblemPlace): void;
  take(problems: readonly ReadProblem[]): void;
  all(): readonly ReadProblem[];
}

/** One problem, with its text held to the bounds of the contract. */
export function problemAt(path: string, reason: string, place: ProblemPlace = {}): ReadProblem {
  return { path: shortText(path, 8192), line: place.line ?? null, byteOffset: place.byteOffset ?? null, reason: shortText(reason, 1000) };
}

export function createProblemList(): ProblemList {
  const kept: ReadProblem[] = [];
  const seen = new Map<string, number>();
  const keep = (problem: ReadProblem): void => {
    const count = (seen.get(problem.path) ?? 0) + 1;
    seen.set(problem.path, count);
    if (count <= perFile) kept.push(problem);
  };
  return {
    add: (path, reason, place) => keep(problemAt(path, reason, place)),
    take: (problems) => problems.forEach(keep),
    all: () => {
      const over = [...seen].filter(([, count]) => count > perFile);
      return [...kept, ...over.map(([path, count]) => problemAt(path, `${count - perFile} more problems in this file are not listed`))];
    },
  };
}
