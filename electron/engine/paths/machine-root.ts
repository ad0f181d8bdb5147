/** Where in a copy the root of a source machine lies, by the folders that only a root has. Pure. */

/** A folder that only a machine's root has, by its first place in a path of the copy. */
const rootNames = /^((?:[^/]+\/){0,5}?)(?:(?:Users|home|root|etc|Library|private|usr|var|opt|tmp|Applications)|(?:%5C%5C\.%5C)?[A-Za-z](?::|%3A)?\/(?:Users|Program Files|ProgramData|Windows|Temp))(?:\/|$)/;

/** The folder that stands for a machine's root around a path: `''`, `host7/`, `uploads/auto/`; null where none shows. */
export function machineRoot(path: string): string | null {
  return rootNames.exec(path)?.[1] ?? null;
}

/** The machine that a path belongs to, by that folder; paths without one are the copy's own machine. */
export function machineOf(path: string): string {
  return machineRoot(path) ?? '';
}
