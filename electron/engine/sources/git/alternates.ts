/** Reads which other object folders a repository borrows from. Takes only folders of the evidence; opens none. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { below, insideRoot, isAbsoluteAnywhere, resolveInside } from './evidence-path.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import type { AlternateRead } from './repository.ts';
import { smallText } from './small-file.ts';

const maxLines = 1000;
const maxFolders = 100;

/** The lines of `info/alternates` and `info/http-alternates` of an objects folder; each that is not used is a problem. */
export function readAlternates(files: EvidenceFiles, objects: string, problems: ProblemList): readonly AlternateRead[] {
  return ['info/alternates', 'info/http-alternates'].flatMap((name) => {
    const path = below(objects, name);
    const text = smallText(files, path, problems);
    if (text === null) return [];
    const lines = text.split('\n');
    if (lines.length > maxLines) problems.add(path, `only the first ${maxLines} lines are read`);
    return lines.slice(0, maxLines).flatMap((line, index): readonly AlternateRead[] => {
      if (line === '' || line.startsWith('#')) return [];
      const resolved = name === 'info/alternates' ? resolveAlternate(files, objects, line) : null;
      if (resolved === null) problems.add(path, `objects of another place are not used: ${line}`, { line: index + 1 });
      return [{ text: line, resolved }];
    });
  });
}

/** A folder of objects inside the evidence, other than the repository's own; else null. */
function resolveAlternate(files: EvidenceFiles, objects: string, line: string): string | null {
  if (line.startsWith('//') || line.startsWith('\\') || line.startsWith('"')) return null;
  const inside = isAbsoluteAnywhere(line) ? insideRoot(files.root, line) : resolveInside(objects, line);
  if (inside === null || inside === objects || files.entries.get(inside)?.kind !== 'directory') return null;
  return inside;
}

/** The folder and all that it borrows from, and those from others, each once: a circle ends by itself. */
export function objectFolders(files: EvidenceFiles, objects: string): readonly string[] {
  const folders = [objects];
  for (let at = 0; at < folders.length && folders.length < maxFolders; at += 1) {
    for (const alternate of readAlternates(files, folders[at] ?? '', createProblemList())) {
      if (alternate.resolved !== null && !folders.includes(alternate.resolved)) folders.push(alternate.resolved);
    }
  }
  return folders.slice(0, maxFolders);
}
