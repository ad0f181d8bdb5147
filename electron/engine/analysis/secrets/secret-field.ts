/** What was found in one field of a call. */
import type { FoundSecret } from './find-secrets.ts';

/** A field of a call's input that can hold a secret, and what was found in it. */
export interface SecretField {
  readonly name: string;
  readonly text: string;
  readonly secrets: readonly FoundSecret[];
}
