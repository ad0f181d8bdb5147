/**
 * A configuration file with the values of keys, accounts, variables and headers starred out, byte for byte: what stands
 * elsewhere keeps its place. Pure.
 */
import { visit } from 'jsonc-parser';

/** All text below one of these is masked. */
const secretKeys = new Set(['customApiKeyResponses', 'primaryApiKey', 'oauthAccount', 'env', 'headers', 'oauth', 'apiKey', 'accessToken', 'refreshToken']);
const secretWord = /token|secret|password|passwd|api[-_]?key|authorization|bearer|private[-_]?key/i;
/** Keys with a telling name that hold a command, or a number of tokens, and no secret. */
const harmless = /^(?:apiKeyHelper|otelHeadersHelper|headersHelper|last\w*|\w*InputTokens|\w*OutputTokens|maxTokens|max_tokens)$/;

const star = 0x2a;

/** Kinds of files that hold such values beside what an analyst must see. */
export const maskedKinds: ReadonlySet<string> = new Set(['claude-config', 'settings', 'mcp-registry']);

/** True where a value below these keys must not be shown. */
function isSecret(path: readonly (string | number)[]): boolean {
  return path.some((key) => typeof key === 'string' && (secretKeys.has(key) || (secretWord.test(key) && !harmless.test(key))));
}

/** Gives a copy; JSON that is damaged is masked as far as it can be read. */
export function maskedConfig(bytes: Uint8Array): { readonly bytes: Buffer; readonly places: number } {
  const masked = Buffer.from(bytes);
  let places = 0;
  // Latin-1 gives each byte its own character: offsets stay byte offsets.
  visit(masked.toString('latin1'), {
    onLiteralValue(value, offset, length, _line, _column, path) {
      if (typeof value !== 'string' || value === '' || !isSecret(path())) return;
      masked.fill(star, offset + 1, offset + length - 1);
      places += 1;
    },
  });
  return { bytes: masked, places };
}
