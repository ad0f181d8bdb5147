/** What programs that start others have in common: how the inner program is run, and how a contact is noted. */
import { readHost, readRemote } from './hosts.ts';
import { unknownMark } from './marks.ts';
import { type Source, type Stream, type Value, emptyStream, literal } from './values.ts';
import { type Walk, apart, note } from './walk.ts';

/** Runs what a program starts, with that program among its wrappers; a context of its own has a folder of its own. */
export function within(walk: Walk, wrapper: string, run: () => Stream, context?: 'remote' | 'container'): Stream {
  if (walk.depth >= 8) return emptyStream;
  const saved = { wrappers: walk.wrappers, context: walk.context, cwd: walk.cwd };
  walk.wrappers = walk.wrappers.length < 16 ? [...walk.wrappers, wrapper] : walk.wrappers;
  if (context !== undefined) {
    walk.context = context;
    walk.cwd = null;
  }
  walk.depth++;
  const result = apart(walk, run);
  walk.depth--;
  walk.wrappers = saved.wrappers;
  walk.context = saved.context;
  walk.cwd = saved.cwd;
  return result;
}

/** Notes a contact with a host, and gives it as a source or sink. */
export function contact(walk: Walk, program: string, host: Value, direction: 'in' | 'out' | 'both' | 'unknown', uploads: string[], place: { start: number; end: number } | null, port: number | null = null): Source {
  // `host:22` is a port, `host:path` is not.
  const reading = /^(?:[^@/]*@)?[^/:@\s]+:\d+$/.test(host.text) ? readHost(host.text) : (readRemote(host.text) ?? readHost(host.text));
  note(walk, { kind: 'network', program, written: host.text, host: reading.host, port: reading.port ?? port, scheme: reading.scheme, direction, uploads, certainty: reading.host === null ? 'dynamic' : host.certainty, span: place });
  return { kind: 'net', label: reading.host ?? unknownMark, base: null };
}

/** What an option of `ssh`, `scp`, `sftp` makes of the connection: hosts between, a program that carries it. */
export function sshOption(walk: Walk, name: string, value: string, place: { start: number; end: number } | null): void {
  const setting = name === '-o' ? /^(\w+)[= ]\s*(.+)$/s.exec(value) : null;
  const key = name === '-J' ? 'proxyjump' : name === '-W' ? 'hostname' : setting?.[1]?.toLowerCase();
  const given = setting?.[2] ?? value;
  if (key === 'proxyjump' && given !== 'none') for (const host of given.split(',').slice(0, 8)) contact(walk, 'ssh', literal(host), 'both', [], place);
  else if (key === 'hostname') contact(walk, 'ssh', literal(given), 'both', [], place);
  else if (/^(?:proxycommand|localcommand|knownhostscommand)$/.test(key ?? '') && given !== 'none') within(walk, 'ssh -o', () => walk.runText(walk, given, emptyStream, place));
}

/** The port that an option or operand gives; null where it is none. */
export function portOf(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}
