/** What the words of a command line ask for; those that ask for nothing that can be are refused. Pure: opens no file. */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { sourcePlace } from '../../../shared/choices.ts';
import { type Severity, severities } from '../../../shared/event.ts';
import { parseInstant } from '../../../shared/time.ts';

/** The command line can't be done as it stands. The message is for people. */
export class WrongUsage extends Error {}

export type Format = 'summary' | 'json' | 'jsonl';

export interface ScanWords {
  readonly folder: string;
  readonly format: Format;
  readonly out: string | null;
  readonly policy: string | null;
  readonly caseFile: string | null;
  readonly projectRoots: readonly string[];
  /** Milliseconds UTC, both included; null for no bound. */
  readonly since: number | null;
  readonly until: number | null;
  readonly minSeverity: Severity;
  readonly failOn: Severity | null;
  readonly quiet: boolean;
}

export function scanWords(words: readonly string[]): ScanWords {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'summary' },
        out: { type: 'string' },
        since: { type: 'string' },
        until: { type: 'string' },
        policy: { type: 'string' },
        case: { type: 'string' },
        'project-root': { type: 'string', multiple: true },
        'min-severity': { type: 'string', default: 'info' },
        'fail-on': { type: 'string' },
        quiet: { type: 'boolean', default: false },
      },
    }),
  );
  const [since, until] = [timeOf('--since', values.since), timeOf('--until', values.until)];
  if (since !== null && until !== null && until < since) throw new WrongUsage('--until lies before --since: nothing can be in between.');
  return {
    folder: onlyFolder(positionals),
    format: formatOf(values.format),
    out: pathOf('--out', values.out),
    policy: pathOf('--policy', values.policy),
    caseFile: pathOf('--case', values.case),
    projectRoots: (values['project-root'] ?? []).map(rootOf),
    since,
    until,
    minSeverity: severityOf('--min-severity', values['min-severity']) ?? 'info',
    failOn: severityOf('--fail-on', values['fail-on']),
    quiet: values.quiet,
  };
}

export function verifyWords(words: readonly string[]): { readonly folder: string; readonly manifest: string } {
  const { values, positionals } = parsed(() => parseArgs({ args: [...words], allowPositionals: true, options: { manifest: { type: 'string' }, quiet: { type: 'boolean', default: false } } }));
  const folder = onlyFolder(positionals);
  const manifest = pathOf('--manifest', values.manifest);
  if (manifest === null) throw new WrongUsage('verify needs --manifest FILE.');
  return { folder, manifest };
}

function parsed<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

function onlyFolder(positionals: readonly string[]): string {
  const [folder, extra] = positionals;
  // An empty word is what an unset variable leaves; as a path it would be the folder one stands in.
  if (folder === undefined || folder === '') throw new WrongUsage('No evidence folder is given.');
  if (extra !== undefined) throw new WrongUsage(`One folder at a time: ${extra} is one too many.`);
  return folder;
}

function pathOf(option: string, text: string | undefined): string | null {
  if (text === '') throw new WrongUsage(`${option} is given an empty path.`);
  return text ?? null;
}

/** The same that the app asks of a root chosen by hand. */
function rootOf(text: string): string {
  if (!v.is(sourcePlace, text)) throw new WrongUsage(`--project-root takes an absolute path of the source machine, such as /Users/kim/work/shop, not ${text}.`);
  return text;
}

function formatOf(text: string): Format {
  if (text === 'summary' || text === 'json' || text === 'jsonl') return text;
  throw new WrongUsage(`--format ${text} is not written by this version; it writes summary, json and jsonl.`);
}

function severityOf(option: string, text: string | undefined): Severity | null {
  if (text === undefined) return null;
  const found = severities.find((severity) => severity === text);
  if (found === undefined) throw new WrongUsage(`${option} takes one of ${severities.join(', ')}, not ${text}.`);
  return found;
}

/** A bound may lie where no record can: `9999-12-31T00:00:00Z` is how scripts say "no end". */
function timeOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const time = parseInstant(text);
  if (time === null) throw new WrongUsage(`${option} takes an ISO 8601 time with its zone, such as 2026-05-15T14:00:00Z, not ${text}.`);
  return time;
}
