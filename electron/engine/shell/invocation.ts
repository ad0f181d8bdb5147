/** What reading a shell text for the programs that it starts gives. Types only. */

/** A variable's value, null where only running would tell, and where it was set. */
export interface EnvValue {
  readonly value: string | null;
  readonly from: 'same command' | 'exported before' | 'given';
}
export type Environment = ReadonlyMap<string, EnvValue>;

export interface Invocation {
  /** The program first; wrappers such as `env` and `sudo` are opened. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** Place in the text; a nested text has the place of the word that holds it. */
  readonly start: number;
  readonly end: number;
  /** `alias cc`, `function run`: what has to be called for this to run; null where the text runs it. */
  readonly behind: string | null;
  /** The command starts it in a container (`docker run`). */
  readonly container: boolean;
}

export interface Assigned {
  readonly name: string;
  readonly value: string | null;
  readonly exported: boolean;
  readonly start: number;
  readonly end: number;
}

export interface InvocationReading {
  readonly invocations: readonly Invocation[];
  readonly assigned: readonly Assigned[];
  /** False where the grammar or a bound left a part unread. */
  readonly complete: boolean;
}

/** Reads a file that the text names, by the name as written; null where there is none. */
export type LookUp = (path: string) => string | null;
