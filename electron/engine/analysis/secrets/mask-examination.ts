/** Takes the secrets of a call's own text out of whatever is said of it. Knows strings, no rule. */
import type { Fact } from '../../../../shared/finding.ts';
import { type Json, type JsonObject, ownText } from '../../events/json.ts';
import type { RuleHit, ToolCall } from '../examined-call.ts';
import { findSecrets } from './find-secrets.ts';
import type { SecretField } from './secret-field.ts';

const fields: ReadonlyMap<string, readonly string[]> = new Map([
  ['Bash', ['command']],
  ['Monitor', ['command']],
  ['PowerShell', ['command']],
  ['Workflow', ['script']],
  ['WebSearch', ['query']],
  ['Write', ['content']],
  ['Edit', ['new_string', 'old_string']],
  ['NotebookEdit', ['new_source']],
  ['WebFetch', ['url']],
]);

const none: readonly SecretField[] = [];

/** The secrets in a call's input. */
export function secretsOf(call: ToolCall): readonly SecretField[] {
  if (call.tool.startsWith('mcp__')) return sentSecrets(call);
  if (call.noSecrets === true) return none;
  const names = fields.get(call.tool);
  if (names === undefined) return call.tool === 'MultiEdit' ? editedSecrets(call) : none;
  let found: SecretField[] | null = null;
  for (const name of names) {
    const text = ownText(call.input, name);
    if (text === null || text.length < 12) continue;
    const secrets = findSecrets(text);
    if (secrets.length === 0) continue;
    found ??= [];
    found.push({ name, text, secrets });
  }
  return found ?? none;
}

const maxEdits = 200;

/** `MultiEdit` has a list of edits, each with a text before and after. */
function editedSecrets(call: ToolCall): readonly SecretField[] {
  const edits = call.input['edits'];
  const found: SecretField[] = [];
  if (Array.isArray(edits)) {
    for (const [at, edit] of edits.slice(0, maxEdits).entries()) {
      if (typeof edit !== 'object' || edit === null || Array.isArray(edit)) continue;
      for (const name of ['new_string', 'old_string']) {
        const text = edit[name];
        if (typeof text !== 'string' || text.length < 12) continue;
        const secrets = findSecrets(text);
        if (secrets.length > 0) found.push({ name: `edits[${at}].${name}`, text, secrets });
      }
    }
  }
  return found.length === 0 ? none : found;
}

const maxTexts = 64;

/** An MCP tool has any shape of input: each text in it goes to the server. */
function sentSecrets(call: ToolCall): readonly SecretField[] {
  const found: SecretField[] = [];
  let texts = 0;
  visit(call.input, '', '', 0);
  return found.length === 0 ? none : found;

  function visit(value: Json | JsonObject, name: string, key: string, depth: number): void {
    if (texts >= maxTexts || depth > 6) return;
    if (typeof value === 'string') {
      if (value.length < 8) return;
      texts++;
      // The key tells what a short value is, as a variable's name does.
      const head = value.length > 500 || key === '' ? '' : `${key}: `;
      const secrets = findSecrets(head + value).flatMap((secret) => (secret.start < head.length ? [] : [{ ...secret, start: secret.start - head.length, end: secret.end - head.length }]));
      if (secrets.length > 0) found.push({ name: name.slice(0, 200), text: value, secrets });
    } else if (Array.isArray(value)) for (const [at, each] of value.entries()) visit(each, `${name}[${at}]`, key, depth + 1);
    else if (typeof value === 'object' && value !== null) for (const [child, each] of Object.entries(value)) visit(each, name === '' ? child : `${name}.${child}`, child.slice(0, 100), depth + 1);
  }
}

/** A function that masks the secrets of these fields in any text. */
export function masker(secretFields: readonly SecretField[]): (text: string) => string {
  const texts = new Map<string, string>();
  for (const { text, secrets } of secretFields) {
    for (const { kind, start, end } of secrets) {
      const secret = text.slice(start, end);
      const mask = `⟨masked: ${kind}, ${end - start} characters⟩`;
      texts.set(secret, mask);
      // A shell takes quotes and line ends out: what is left of the secret stands in words of its own.
      if (/[\s'"\\]/.test(secret)) for (const [part] of secret.matchAll(/[\w+/=.~-]{12,}/g)) if (/\d/.test(part) && /[A-Za-z]/.test(part)) texts.set(part, mask);
    }
  }
  // The longest first: one secret can hold another. A text that was shortened in the middle keeps the head of one.
  const ordered = [...texts].sort(([one], [other]) => other.length - one.length);
  return (text) => {
    let masked = text;
    for (const [secret, mask] of ordered) {
      if (masked.includes(secret)) masked = masked.replaceAll(secret, () => mask);
      else if (secret.length >= 12) masked = maskPart(masked, secret, mask);
    }
    return masked;
  };
}

/** Masks the head or the tail of a secret next to the `…` of a shortened text. */
function maskPart(text: string, secret: string, mask: string): string {
  const cut = text.indexOf('…');
  if (cut < 0) return text;
  for (let length = Math.min(secret.length - 1, cut); length >= 6; length--) {
    if (text.startsWith(secret.slice(0, length), cut - length)) return text.slice(0, cut - length) + mask + text.slice(cut);
  }
  for (let length = secret.length - 1; length >= 6; length--) {
    if (text.startsWith(secret.slice(-length), cut + 1)) return text.slice(0, cut + 1) + mask + text.slice(cut + 1 + length);
  }
  return text;
}

export function maskHit<Hit extends RuleHit>(hit: Hit, mask: (text: string) => string): Hit {
  const detail = Object.fromEntries(Object.entries(hit.detail).map(([key, value]) => [key, typeof value === 'string' ? mask(value).slice(0, 8192) : Array.isArray(value) ? value.map((each) => mask(each).slice(0, 8192)) : value]));
  return { ...hit, sentence: mask(hit.sentence).slice(0, 2000), excerpt: mask(hit.excerpt).slice(0, 1000), detail, ...(hit.title === undefined ? {} : { title: mask(hit.title).slice(0, 300) }) };
}

export function maskFact(fact: Fact, mask: (text: string) => string): Fact {
  switch (fact.kind) {
    case 'exec':
      return { ...fact, program: mask(fact.program).slice(0, 1000), argv: fact.argv.map((each) => mask(each).slice(0, 4000)) };
    case 'file':
      return { ...fact, written: mask(fact.written).slice(0, 8192), path: fact.path === null ? null : mask(fact.path).slice(0, 8192), ...(fact.real === undefined ? {} : { real: mask(fact.real).slice(0, 8192) }) };
    case 'network':
      return { ...fact, written: mask(fact.written).slice(0, 8192), uploads: fact.uploads.map((each) => mask(each).slice(0, 8192)) };
    case 'flow':
      return { ...fact, from: mask(fact.from).slice(0, 1000), to: mask(fact.to).slice(0, 1000) };
    case 'env':
      return { ...fact, value: fact.value === null ? null : mask(fact.value).slice(0, 4000) };
    case 'dynamic':
      return { ...fact, reason: mask(fact.reason).slice(0, 1000) };
  }
}
