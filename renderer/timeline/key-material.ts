/** Finds key material in text, so that a screen or a screenshot does not spread it. Pure; what is masked can be shown again. */

/** What is replaced, and what stays readable before it. Each pattern is linear: no nested repetition over evidence. */
const patterns: readonly RegExp[] = [
  /(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----)[^-]{1,200000}(?=-----END|$)/g,
  /(\b(?:aws_secret_access_key|secret_access_key|aws_session_token|client_secret|_authToken|_password)["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"']{8,2000}/gi,
  /(\b(?:ghp|gho|ghs|ghu|github_pat|glpat|npm|pypi|xox[abprs]|sk|rk)[-_])[A-Za-z0-9_-]{16,512}/g,
  /(\bAKIA)[A-Z0-9]{16}\b/g,
  /(\beyJ)[A-Za-z0-9_-]{16,4000}\.[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{0,4000})?/g,
];

export interface Masked {
  readonly text: string;
  /** How many places were masked. */
  readonly places: number;
}

/**
 * Replaces the secret part of each place with its length. `known`: places that the engine found, in order. Text without key
 * material comes back as it is.
 */
export function maskKeyMaterial(text: string, known: readonly { readonly start: number; readonly end: number }[] = []): Masked {
  let places = known.length;
  let masked = text;
  for (const { start, end } of known.toReversed()) masked = `${masked.slice(0, start)}[${end - start} characters masked]${masked.slice(end)}`;
  for (const pattern of patterns) {
    masked = masked.replace(pattern, (whole: string, before: string) => {
      places += 1;
      return `${before}[${whole.length - before.length} characters masked]`;
    });
  }
  return { text: masked, places };
}
