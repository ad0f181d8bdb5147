/** The head of a file of an agent, a skill or a command: YAML between lines of dashes, as a tree whose places are the file's. */
import { readYamlTree, type Tree } from './tree.ts';

export type FrontmatterKind = 'agent' | 'skill' | 'command';

/** What kind of file it is by its path; null for one that the client reads no head of. */
export function frontmatterKind(path: string): FrontmatterKind | null {
  if (/(^|\/)skills\/(?:[^/]+\/)+SKILL\.md$/.test(path)) return 'skill';
  const found = /(^|\/)(?:\.claude|plugins?\/(?:[^/]+\/)*[^/]+)\/(agents|commands)\/(?:[^/]+\/)*[^/]+\.md$/.exec(path);
  return found === null ? null : found[2] === 'agents' ? 'agent' : 'command';
}

export interface Frontmatter {
  readonly root: Tree | undefined;
  readonly problem: string | null;
}

const none: Frontmatter = { root: undefined, problem: null };

export function readFrontmatter(text: string): Frontmatter {
  const opened = /^\ufeff?---[ \t]*\r?\n/.exec(text);
  if (opened === null) return none;
  const closed = /^---[ \t]*\r?$/m.exec(text.slice(opened[0].length));
  if (closed === null) return none;
  const end = opened[0].length + closed.index;
  // Blanks for the first line keep each place; a heading of dashes would begin a second document.
  const { roots, problem } = readYamlTree(`${' '.repeat(opened[0].length - 1)}\n${text.slice(opened[0].length, end)}`);
  return { root: roots[0], problem };
}
