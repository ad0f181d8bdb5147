/** What programs that start others have in common: how the inner program is run, and how a contact is noted. */
import { readHost, readRemote } from './hosts.ts';
import { unknownMark } from './marks.ts';
import { type Source, type Stream, type Value, emptyStream } from './values.ts';
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
export function contact(walk: Walk, program: string, host: Value, direction: 'in' | 'out' | 'both' | 'unknown', uploads: string[], place: { start: number; end: number } | null): Source {
  const reading = readRemote(host.text) ?? readHost(host.text);
  note(walk, { kind: 'network', program, written: host.text, host: reading.host, port: reading.port, scheme: reading.scheme, direction, uploads, certainty: reading.host === null ? 'dynamic' : host.certainty, span: place });
  return { kind: 'net', label: reading.host ?? unknownMark, base: null };
}
