/** Reads a policy file, YAML or JSON with comments, over the built-in policy. What does not fit is refused with its line. */
import { type ParseError, parseTree, printParseErrorCode, type Node } from 'jsonc-parser';
import * as v from 'valibot';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { hostPattern, rulePattern } from '../../../shared/choices.ts';
import type { PolicyFaults } from '../../../shared/judging.ts';
import { builtInPolicy, type HostEntry, type Policy } from './policy.ts';
import type { Tier } from './sanctioned-hosts.ts';

/** A fault in a policy file; lines count from 1. */
export interface PolicyFault {
  readonly line: number;
  readonly reason: string;
}

/** The first faults, cut to the contract's bounds. */
export function faultRows(faults: readonly PolicyFault[]): PolicyFaults {
  return faults.slice(0, 100).map(({ line, reason }) => ({ line, reason: reason.slice(0, 500) }));
}

export type PolicyReading = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly faults: readonly PolicyFault[] };

const maxBytes = 1_000_000;
const short = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const tiers: readonly Tier[] = ['both-ways', 'download', 'shared'];
const host = v.union([hostPattern, v.strictObject({ host: hostPattern, tier: v.optional(v.picklist(tiers)), reason: v.optional(short) })]);
const ignore = v.strictObject({ rule: rulePattern, path: v.optional(short), host: v.optional(hostPattern), reason: short });
const list = <Item extends v.GenericSchema>(item: Item) => v.optional(v.pipe(v.array(item), v.maxLength(5000)));
const policyShape = v.strictObject({ sanctionedHosts: list(host), credentialPaths: list(short), projectRoots: list(short), pathDirectories: list(short), ignore: list(ignore) });

/** A parsed file, with the line of each value by its path (`ignore.0.rule`). */
interface Parsed {
  readonly value: unknown;
  lineOf(path: readonly (string | number)[]): number;
}

/** The policy that a file makes of the built-in one: its hosts and paths are added, its ignore entries apply. */
export function readPolicyFile(text: string, name: string): PolicyReading {
  if (text.length > maxBytes) return { ok: false, faults: [{ line: 1, reason: 'The policy file is larger than 1,000,000 characters.' }] };
  const parsed = /\.jsonc?$/i.test(name) ? parseJson(text) : parseYaml(text);
  if ('faults' in parsed) return { ok: false, faults: parsed.faults };
  const checked = v.safeParse(policyShape, parsed.value ?? {});
  if (!checked.success) {
    return { ok: false, faults: checked.issues.map((issue) => ({ line: parsed.lineOf(pathOf(issue)), reason: reasonOf(issue) })) };
  }
  const { sanctionedHosts = [], credentialPaths = [], projectRoots = [], pathDirectories = [], ignore: ignored = [] } = checked.output;
  const hosts: HostEntry[] = sanctionedHosts.map((entry, at) => {
    const from = `${name}, line ${parsed.lineOf(['sanctionedHosts', at])}`;
    return typeof entry === 'string' ? { pattern: entry, tier: 'both-ways', from } : { pattern: entry.host, tier: entry.tier ?? 'both-ways', from: entry.reason === undefined ? from : `${from}: ${entry.reason}` };
  });
  return {
    ok: true,
    policy: {
      version: `${builtInPolicy.version} + ${name}`,
      // Later entries win where a pattern stands twice.
      hosts: [...builtInPolicy.hosts, ...hosts],
      credentialPaths: [...credentialPaths],
      projectRoots: [...projectRoots],
      pathDirectories: [...builtInPolicy.pathDirectories, ...pathDirectories],
      ignore: ignored.map(({ rule, path, host: ignoredHost, reason }, at) => ({ rule, path: path ?? null, host: ignoredHost ?? null, reason, from: `${name}, line ${parsed.lineOf(['ignore', at])}` })),
    },
  };
}

function pathOf(issue: v.BaseIssue<unknown>): readonly (string | number)[] {
  return (issue.path ?? []).map((part) => (typeof part.key === 'number' ? part.key : String(part.key)));
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue).join('.');
  return issue.expected === 'never' ? `There is no setting named ${JSON.stringify(path)}.` : `${path}: ${issue.message}`.slice(0, 500);
}

function parseJson(text: string): Parsed | { readonly faults: readonly PolicyFault[] } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  if (errors.length > 0 || tree === undefined) return { faults: errors.slice(0, 20).map((error) => ({ line: lineAt(error.offset), reason: `Not JSON: ${printParseErrorCode(error.error)}.` })).concat(errors.length === 0 ? [{ line: 1, reason: 'The file is empty.' }] : []) };
  const lines = new Map<string, number>();
  const visit = (node: Node, path: string): unknown => {
    lines.set(path, lineAt(node.offset));
    if (node.type === 'array') return (node.children ?? []).map((child, at) => visit(child, join(path, at)));
    if (node.type !== 'object') return node.value;
    const object: Record<string, unknown> = Object.create(null);
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key === undefined || value === undefined) continue;
      const inner = join(path, String(key.value));
      object[String(key.value)] = visit(value, inner);
      lines.set(inner, lineAt(key.offset));
    }
    return object;
  };
  const value = visit(tree, '');
  return { value: plain(value), lineOf: nearest(lines) };
}

function parseYaml(text: string): Parsed | { readonly faults: readonly PolicyFault[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, strict: true, uniqueKeys: true });
  if (document.errors.length > 0) return { faults: document.errors.slice(0, 20).map((error) => ({ line: counter.linePos(error.pos[0]).line, reason: `Not YAML: ${error.message.split('\n')[0] ?? ''}`.slice(0, 500) })) };
  const lines = new Map<string, number>();
  const faults: PolicyFault[] = [];
  const visit = (node: unknown, path: string): unknown => {
    const range = isNode(node) ? node.range : null;
    const line = range ? counter.linePos(range[0]).line : 1;
    if (!lines.has(path)) lines.set(path, line);
    if (isAlias(node)) {
      // An alias that names an alias grows without end.
      faults.push({ line, reason: 'Aliases are not taken in a policy.' });
      return null;
    }
    if (isSeq(node)) return node.items.map((item, at) => visit(item, join(path, at)));
    if (isMap(node)) {
      const object: Record<string, unknown> = Object.create(null);
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        const inner = join(path, key);
        if (isScalar(pair.key) && pair.key.range) lines.set(inner, counter.linePos(pair.key.range[0]).line);
        object[key] = visit(pair.value, inner);
      }
      return object;
    }
    return isScalar(node) ? node.value : null;
  };
  const value = visit(document.contents, '');
  return faults.length > 0 ? { faults } : { value: plain(value), lineOf: nearest(lines) };
}

function join(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

/** A key such as `__proto__` stays a key of the file, to be refused by its name. */
function plain(value: unknown): unknown {
  return value ?? {};
}

function nearest(lines: ReadonlyMap<string, number>): (path: readonly (string | number)[]) => number {
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const line = lines.get(path.slice(0, length).join('.'));
      if (line !== undefined) return line;
    }
    return 1;
  };
}
