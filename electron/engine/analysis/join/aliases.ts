/** What stands behind a word that git does not know: aliases of the repository, of the user and of earlier calls. Pure. */
import type { SourceMachine } from '../examined-call.ts';
import { commandFacts } from '../facts.ts';
import type { GitAct } from './act.ts';
import { hasEffect } from './effects.ts';
import { aliasKey, gitActs, onlyReads } from './git-act.ts';

/** Values of aliases by their names, lower case. */
export type Aliases = ReadonlyMap<string, string>;

const maxDepth = 5;
const anywhere: SourceMachine = { home: null, user: null, style: 'posix', caseInsensitive: false, workTrees: [] };

/** The act, or what stands behind its alias; nothing where that only reads. */
export function openAlias(act: GitAct, aliases: Aliases, depth = 0): readonly GitAct[] {
  const text = act.via === 'shell' && !hasEffect(act.verb) ? aliases.get(act.verb.toLowerCase()) : undefined;
  if (text === undefined || depth >= maxDepth) return [act];
  const rest = act.argv.map(quoted).join(' ');
  const command = text.startsWith('!') ? `${text.slice(1)} ${rest}` : `git ${text} ${rest}`;
  const own = gitActs(act.event, commandFacts(command, act.directory, anywhere));
  return own.flatMap((each, at) => openAlias({ ...each, order: act.order + at / 64, last: act.last && each.last, background: act.background, open: act.open || each.open, repeats: act.repeats || each.repeats, date: each.date ?? act.date }, aliases, depth + 1));
}

function quoted(text: string): string {
  return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The alias that a `git config` command sets, or null. */
export function aliasSetBy(act: GitAct): readonly [string, string] | null {
  if (act.verb !== 'config') return null;
  const at = act.argv.findIndex((argument) => aliasKey.test(argument));
  const name = aliasKey.exec(act.argv[at] ?? '')?.[1];
  const value = act.argv[at + 1];
  return name === undefined || value === undefined || onlyReads(name) ? null : [name.toLowerCase(), value];
}
