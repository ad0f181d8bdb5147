/** What reading one object of a repository gives: it, or why there is none. */

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface ReadObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

export type ObjectRead = { readonly ok: true; readonly object: ReadObject } | { readonly ok: false; readonly reason: string };
