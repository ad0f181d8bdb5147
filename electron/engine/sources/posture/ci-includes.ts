/** Which files of the copy a pipeline takes in: actions and workflows that are used, files that are included, templates. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { pathGlob } from '../../paths/path-glob.ts';
import { azurePieces, azureTemplates, ciReader } from './ci-pieces.ts';
import { type Caller, githubPieces, localUses } from './github-pieces.ts';
import { gitlabIncludes, gitlabPieces } from './gitlab-pieces.ts';
import type { Pieces } from './piece.ts';
import { readTextFile } from './text-file.ts';

const mostFiles = 50;
const mostBytes = 1024 * 1024;

/** Readers of files that other files take in, by path; they know what the others give them. */
export function includedReaders(files: EvidenceFiles): ReadonlyMap<string, (text: string) => Pieces> {
  const readers = new Map<string, (text: string) => Pieces>();
  const callers = new Map<string, Caller[]>();
  const textOf = (path: string): string | null => {
    const entry = files.entries.get(path);
    if (entry?.kind !== 'file' || entry.bytes > mostBytes) return null;
    const read = readTextFile(files, path, mostBytes);
    return read.ok ? read.file.text : null; // What is wrong with the file is said when it is read for itself.
  };
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file' || !/\.ya?ml$/.test(entry.name)) continue;
    const reader = ciReader(entry.path);
    const folder = entry.path.slice(0, Math.max(0, entry.path.length - entry.name.length));
    if (reader === githubPieces) {
      const text = textOf(entry.path);
      if (text === null || !/uses:\s*["']?\.\//.test(text)) continue;
      const root = /^(.*?)\.(?:github|gitea|forgejo)\//.exec(entry.path)?.[1] ?? folder;
      for (const { target, caller } of localUses(text)) {
        const found = [`${root}${target}`, `${root}${target}/action.yml`, `${root}${target}/action.yaml`].find((path) => files.entries.get(path)?.kind === 'file');
        if (found === undefined) continue;
        const known = callers.get(found) ?? [];
        if (known.length < mostFiles) known.push(caller);
        callers.set(found, known);
      }
    } else if (/^\.?gitlab-ci.*\.ya?ml$/.test(entry.name)) {
      const group = gitlabGroup(files, entry.path, folder, textOf);
      for (const path of group.size > 1 ? group.keys() : []) {
        if (readers.has(path)) continue;
        const around = [...group].flatMap(([other, text]) => (other === path ? [] : [text]));
        readers.set(path, (text) => gitlabPieces(text, around));
      }
    } else if (reader === azurePieces) {
      for (const path of azureGroup(files, entry.path, folder, textOf)) readers.set(path, azurePieces);
    }
  }
  for (const [path, list] of callers) readers.set(path, (text) => githubPieces(text, list));
  return readers;
}

/** A pipeline and what it includes, and what those include, by path. */
function gitlabGroup(files: EvidenceFiles, first: string, root: string, textOf: (path: string) => string | null): ReadonlyMap<string, string> {
  const group = new Map<string, string>();
  const waiting = [first];
  while (waiting.length > 0 && group.size < mostFiles) {
    const path = waiting.shift() ?? '';
    const text = group.has(path) ? null : textOf(path);
    if (text === null) continue;
    group.set(path, text);
    for (const written of gitlabIncludes(text)) {
      if (!written.includes('*')) waiting.push(`${root}${written}`);
      else {
        // `**` before a name's end stands for folders too: `ci/**.yml` is `ci/**/*.yml`.
        const wanted = pathGlob(written.replaceAll(/\*\*(?!\/|$)/g, '**/*'));
        for (const entry of files.entries.values()) if (entry.kind === 'file' && entry.path.startsWith(root) && wanted(entry.path.slice(root.length)) && waiting.length < 500) waiting.push(entry.path);
      }
    }
  }
  return group;
}

function azureGroup(files: EvidenceFiles, first: string, root: string, textOf: (path: string) => string | null): readonly string[] {
  const found = new Set<string>();
  const waiting = [first];
  while (waiting.length > 0 && found.size < mostFiles) {
    const path = waiting.shift() ?? '';
    const text = textOf(path);
    if (text === null || !/\btemplate:/.test(text)) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const written of azureTemplates(text)) {
      const target = resolved(written.startsWith('/') ? `${root}${written.slice(1)}` : `${folder}${written}`);
      if (found.has(target) || files.entries.get(target)?.kind !== 'file') continue;
      found.add(target);
      waiting.push(target);
    }
  }
  return [...found];
}

/** A path of the copy without `.` and `..`. */
export function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
