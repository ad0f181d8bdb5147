/** Files that start programs by a line of their own form: tmux, desktop entries, process files, scheduled tasks of Windows. */
import { decodedPiece, type FlagOrigin, type Piece, type Pieces } from './piece.ts';

/** Each line that a pattern takes, as the command in its first group. */
function lines(text: string, pattern: RegExp, origin: FlagOrigin, reach: string, written: (command: string) => string = (command) => command): Pieces {
  const pieces: Piece[] = [];
  let position = 0;
  for (const line of text.split('\n')) {
    const command = pattern.exec(line.replace(/\r$/, ''))?.[1];
    if (command !== undefined) pieces.push(decodedPiece(written(command), position, position + line.length, origin, { reach }));
    position += line.length + 1;
  }
  return { pieces, direct: [], problem: null };
}

/** `bind C new-window "…"`: a line is a command of tmux, and what it starts is a word of it. */
export const tmuxPieces = (text: string): Pieces => lines(text, /^\s*([^\s#].*)$/, 'shell-start-file', 'each time the key or the window is used', (command) => `tmux ${command}`);

/** `Exec=` of a desktop entry, in a menu or at login. Its `%U` and the like stand for files. */
export const desktopPieces = (text: string): Pieces => lines(text, /^(?:Try)?Exec\s*=\s*(.*)$/, 'schedule', 'each time the entry is started', (command) => command.replace(/%[a-zA-Z]/g, ''));

/** `name: command` of a process file. */
export const processFilePieces = (text: string): Pieces => lines(text, /^[\w-]+:\s+(.*)$/, 'shell-script', 'whoever runs the file');

/** A scheduled task of Windows: `Command` and `Arguments` of each action. */
export function scheduledTaskPieces(text: string): Pieces {
  const pieces: Piece[] = [];
  for (const action of text.replace(/<!--[\s\S]*?-->/g, (whole) => ' '.repeat(whole.length)).matchAll(/<Exec>([\s\S]{0,20000}?)<\/Exec>/g)) {
    const value = (name: string): string => unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(action[1] ?? '')?.[1] ?? '');
    const command = `"${value('Command').replace(/^"|"$/g, '')}" ${value('Arguments')}`.replaceAll('\\', '/');
    pieces.push(decodedPiece(command, action.index, action.index + action[0].length, 'schedule', { reach: 'each time the task is due' }));
  }
  return { pieces, direct: [], problem: null };
}

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_whole, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" })[name] ?? '');
}
