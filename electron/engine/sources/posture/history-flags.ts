/** Requests in shell histories: each entry by itself, since a history is many shells. */
import { append } from '../../../../shared/append.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { FlagPlace } from './find-requests.ts';
import { requestsOf } from './find-requests.ts';
import { bypassMention, bypassWords } from '../../shell/programs/agent-flags.ts';
import { fishPieces, powerShellPieces } from './script-pieces.ts';
import { maskedText } from './masked.ts';
import { noEnvironment, type Piece } from './piece.ts';
import type { HistoryEntry, ShellHistoryRead } from './shell-history.ts';

/** Requests kept of one history. */
export const mostOfOneHistory = 2000;

export function historyFlags(history: ShellHistoryRead): readonly FlagPlace[] {
  const places: FlagPlace[] = [];
  for (const entry of history.entries) {
    if (!bypassWords.test(entry.command)) continue;
    append(places, entryFlags(entry, history.shell));
    if (places.length >= mostOfOneHistory) break;
  }
  return places;
}

function entryFlags(entry: HistoryEntry, shell: ShellHistoryRead['shell']): readonly FlagPlace[] {
  const text = shell === 'zsh' ? entry.command.replace(/\\$/gm, '\\') : entry.command;
  const whole: Piece = { text, start: 0, end: text.length, exact: true, env: noEnvironment, envFrom: '', reach: 'one run', origin: 'shell-history', container: false, behind: null };
  const pieces = shell === 'fish' ? fishPieces(text, 'shell-history').pieces : shell === 'powershell' ? powerShellPieces(text, 'shell-history').pieces : [whole];
  const found = pieces.flatMap((piece) => requestsOf(piece).requests.map((each) => ({ each, piece })));
  if (found.length === 0) {
    bypassMention.lastIndex = 0;
    const named = new RegExp(bypassMention.source).exec(text)?.[0];
    if (named === undefined) return [];
    return [{ ref: lineWith(entry, named, 0), origin: 'prose', agent: 'Claude Code', flag: named, offers: false, command: maskedText(text).slice(0, 1000), how: 'named in text that is not run', variables: [], container: false, reach: null, time: entry.time, parsed: true }];
  }
  return found.map(({ each, piece }) => ({
    ref: lineWith(entry, each.request.flag, piece === whole ? each.start : 0),
    origin: 'shell-history' as const,
    agent: each.request.agent,
    flag: each.request.flag,
    offers: each.request.offers,
    command: maskedText(text).slice(0, 1000),
    how: each.how,
    variables: ['IS_SANDBOX', 'CLAUDE_CODE_BUBBLEWRAP'].flatMap((name) => {
      const set = each.env.get(name);
      return set === undefined ? [] : [{ name, value: set.value, from: set.from === 'given' ? piece.envFrom : set.from === 'same command' ? 'in the same command' : 'exported before it in the same entry' }];
    }),
    container: each.container,
    reach: 'one run',
    time: entry.time,
    parsed: true,
  }));
}

/** The line of an entry that holds a word, looked for from a position of its command on; the first where none does. */
function lineWith(entry: HistoryEntry, flag: string, from: number): EvidenceRef {
  if (entry.lines.length === 0) return entry.ref;
  const found = entry.command.indexOf(flag.split(/[ =]/)[0] ?? flag, from);
  const number = found < 0 ? 0 : entry.command.slice(0, found).split('\n').length - 1;
  return entry.lines[number] ?? entry.ref;
}
