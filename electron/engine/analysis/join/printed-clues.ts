/** Ids of commits and addresses of remotes in what git printed. Pure. */

const idShapes = [
  /^\[[^\]\n]{1,300}? ([0-9a-f]{7,64})\] /gm,
  /^HEAD is now at ([0-9a-f]{7,64})\b/gm,
  /^Updating ([0-9a-f]{7,64})\.\.([0-9a-f]{7,64})$/gm,
  /^commit ([0-9a-f]{40}|[0-9a-f]{64})\b/gm,
  /^[ +*]{0,4}([0-9a-f]{7,64})\.{2,3}([0-9a-f]{7,64}) /gm,
  /^(?=[0-9a-f]*\d)([0-9a-f]{7,12}) \S/gm,
  /^(?:HEAD|branch|Switched)[^\n]{0,200} at ([0-9a-f]{7,64})\b/gm,
] as const;
const remoteShapes = [/^To (\S+)$/gm, /^From (\S+)$/gm, /^\S+\t(\S+) \((?:fetch|push)\)$/gm] as const;

const most = 200;

/** Beginnings of commit ids, as `[main 1f2e3d4] …`, `HEAD is now at 1f2e3d4` and logs of one line have them. */
export function printedIds(output: string): readonly string[] {
  return found(idShapes, output);
}

/** Addresses, as `To host:path`, `From host:path` and `git remote -v` have them. */
export function printedRemotes(output: string): readonly string[] {
  return found(remoteShapes, output);
}

function found(shapes: readonly RegExp[], text: string): readonly string[] {
  const all = new Set<string>();
  for (const shape of shapes) {
    for (const match of text.matchAll(shape)) {
      for (const each of match.slice(1)) if (each !== undefined && all.size < most) all.add(each);
    }
  }
  return [...all];
}
