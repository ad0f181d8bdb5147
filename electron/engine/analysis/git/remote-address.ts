/** Addresses of remotes: where they lead, and how they are shown without a password. Pure; opens nothing. */

export interface RemoteAddress {
  /** Lower case; null for a path on the same machine. */
  readonly host: string | null;
  /** Without slashes at its ends and without `.git`. */
  readonly path: string;
  /** The address without what looks like a password or token. */
  readonly shown: string;
}

/** Reads `https://host/path`, `ssh://user@host:22/path`, `user@host:path`, `ext::…` and paths. */
export function remoteAddress(url: string): RemoteAddress {
  const shown = withoutPassword(url);
  const full = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:]*)(?::\d+)?(?:\/(.*))?$/.exec(url);
  if (full) return { host: full[1]?.toLowerCase() === 'file' ? null : (full[2] ?? '').toLowerCase() || null, path: trimmed(full[3] ?? ''), shown };
  const scp = /^(?:[^/@\s]*@)?(\[[^\]]*\]|[A-Za-z0-9][^/:\s\\]+):(?!:)(.*)$/.exec(url);
  if (scp) return { host: (scp[1] ?? '').toLowerCase(), path: trimmed(scp[2] ?? ''), shown };
  return { host: null, path: trimmed(url), shown };
}

/** True where two addresses lead to the same place, by whichever way. */
export function samePlace(left: string, right: string): boolean {
  const [a, b] = [remoteAddress(left), remoteAddress(right)];
  return a.host === b.host && a.path.toLowerCase() === b.path.toLowerCase();
}

/** `github.com/acme`: whose place on a host with many owners an address leads to; null where it names no such place. */
export function ownerOf(url: string): string | null {
  const { host, path } = remoteAddress(url);
  const [owner, repository] = path.split('/');
  return host === null || owner === undefined || owner === '' || repository === undefined ? null : `${host}/${owner.toLowerCase()}`;
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
}

function withoutPassword(url: string): string {
  return url.replace(/^([A-Za-z][A-Za-z0-9+.-]*:\/\/)([^/@]*)@/, (_all, scheme: string, who: string) => {
    const colon = who.indexOf(':');
    // A lone token stands where a name would: `https://ghp_…@host`.
    if (colon < 0) return who.length > 20 ? `${scheme}⟨masked, ${who.length} characters⟩@` : `${scheme}${who}@`;
    return `${scheme}${who.slice(0, colon)}:⟨masked, ${who.length - colon - 1} characters⟩@`;
  });
}
