/** The headless engine in plain Node: `scan` and `verify`. Writes to stdout, stderr and the `--out` file only. */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { caseFileBytes, readCaseFile } from '../../shared/case-file.ts';
import type { History } from '../../shared/choices.ts';
import { type Severity, severities } from '../../shared/event.ts';
import { parseIsoTime } from '../../shared/time.ts';
import { openOutput } from '../output-file.ts';
import { severityRank } from './case/finding-book.ts';
import { nothingKnown } from './case/nothing-known.ts';
import type { OpenedCase } from './case/opened-case.ts';
import { folderReason, reasonOf } from './intake/open-file.ts';
import { openCase } from './open-case.ts';
import { eventLines } from './scan/events-jsonl.ts';
import { jsonPieces } from './scan/json-pieces.ts';
import type { Policy } from './policy/policy.ts';
import { readPolicyFile } from './policy/policy-file.ts';
import { yardstickOf } from './policy/yardstick.ts';
import { scanJson } from './scan/scan-json.ts';
import { scanSummary } from './scan/scan-summary.ts';
import { type ScanWindow, scanWindow } from './scan/scan-window.ts';
import { createScanProgress } from './scan/scan-progress.ts';
import { verifyFolder } from './scan/verify.ts';

const usage = `usage: postflight scan <folder> [--format summary|json|jsonl] [--out FILE] [--since T] [--until T]
                        [--policy FILE] [--case FILE] [--project-root PATH]... [--min-severity S] [--fail-on S] [--quiet]
       postflight verify <folder> --manifest FILE
`;

/** Exit statuses that scripts rely on. */
const status = { done: 0, found: 1, usage: 2, nothing: 3 } as const;

class WrongUsage extends Error {}

type Format = 'summary' | 'json' | 'jsonl';

async function main(words: readonly string[]): Promise<number> {
  const [command, ...rest] = words;
  if (command === 'scan') return scan(rest);
  if (command === 'verify') return verify(rest);
  throw new WrongUsage(command === undefined ? 'No command is given.' : `There is no command named ${command}.`);
}

async function scan(words: readonly string[]): Promise<number> {
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
  const folder = onlyFolder(positionals);
  const format = formatOf(values.format);
  const window = scanWindow(timeOf('--since', values.since), timeOf('--until', values.until), severityOf('--min-severity', values['min-severity']) ?? 'info');
  const failOn = severityOf('--fail-on', values['fail-on']);
  const policy = values.policy === undefined ? null : policyOf(path.resolve(values.policy));
  const history = values.case === undefined ? [] : historyOf(path.resolve(values.case));
  const { yardstick, refused } = yardstickOf(history, { ...(policy === null ? {} : { policy }), projectRoots: values['project-root'] ?? [] });
  if (refused !== null) throw new WrongUsage(`The policy ${refused.name} of the case file is refused.\n${faultLines(refused.faults)}`);
  const root = path.resolve(folder);
  const output = values.out === undefined ? null : openOutput(path.resolve(values.out), [root]);
  const progress = createScanProgress(process.stderr, !values.quiet);
  let opened: OpenedCase;
  try {
    opened = await openCase(
      { root, include: [''], name: path.basename(root), live: false },
      { now: Date.now, onProgress: progress.show, yardstick, history, worker: new URL('./transcript-worker.js', import.meta.url) },
    );
  } catch (error) {
    progress.end();
    process.stderr.write(`${root} can't be read. ${folderReason(error)}\n`);
    return status.nothing;
  }
  progress.end();
  for (const chunk of formatted(opened, format, window)) {
    if (output) output.write(chunk);
    else if (!process.stdout.write(chunk)) await new Promise<void>((done) => process.stdout.once('drain', () => done()));
  }
  output?.finish();
  const nothing = nothingKnown(opened, root);
  if (nothing !== null) {
    process.stderr.write(`${nothing}\n`);
    return status.nothing;
  }
  if (failOn !== null && window.findings(opened).some(({ finding }) => severityRank(finding.severity) <= severityRank(failOn))) return status.found;
  return status.done;
}

function* formatted(opened: OpenedCase, format: Format, window: ScanWindow): Generator<string> {
  switch (format) {
    case 'json':
      yield* jsonPieces(scanJson(opened, window));
      yield '\n';
      return;
    case 'jsonl':
      yield* eventLines(opened, window);
      return;
    case 'summary':
      yield scanSummary(opened, window);
      return;
    default: {
      const never: never = format;
      return never;
    }
  }
}

async function verify(words: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args: [...words], allowPositionals: true, options: { manifest: { type: 'string' }, quiet: { type: 'boolean', default: false } } }));
  const folder = onlyFolder(positionals);
  if (values.manifest === undefined) throw new WrongUsage('verify needs --manifest FILE.');
  try {
    const result = await verifyFolder(path.resolve(folder), path.resolve(values.manifest));
    process.stdout.write(result.text);
    return result.same ? status.done : status.found;
  } catch (error) {
    process.stderr.write(`The comparison could not be made. ${reasonOf(error)}\n`);
    return status.nothing;
  }
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
  if (folder === undefined) throw new WrongUsage('No evidence folder is given.');
  if (extra !== undefined) throw new WrongUsage(`One folder at a time: ${extra} is one too many.`);
  return folder;
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

/** A policy that does not fit is refused as a whole: half a policy would judge as nobody meant it to. */
function policyOf(file: string): Policy {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(`The policy ${file} can't be read. ${fs.existsSync(file) ? reasonOf(error) : 'There is no such file.'}`);
  }
  const read = readPolicyFile(text, path.basename(file));
  if (read.ok) return read.policy;
  throw new WrongUsage(`The policy ${file} is refused.\n${faultLines(read.faults)}`);
}

function faultLines(faults: readonly { readonly line: number; readonly reason: string }[]): string {
  return faults.map(({ line, reason }) => `  line ${line}: ${reason}`).join('\n');
}

/** The choices of a case file. One that is damaged is refused: a part of the choices would judge as nobody chose. */
function historyOf(file: string): History {
  let text: string;
  try {
    if (fs.statSync(file).size > caseFileBytes) throw new Error('It is larger than a case file can be.');
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(`The case file ${file} can't be read. ${fs.existsSync(file) ? reasonOf(error) : 'There is no such file.'}`);
  }
  const read = readCaseFile(text);
  if (read.ok) return read.content.history;
  throw new WrongUsage(`The case file ${file} is refused. ${read.reason}`);
}

function timeOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const time = parseIsoTime(text);
  if (time === null) throw new WrongUsage(`${option} takes an ISO 8601 time with its zone, such as 2026-05-15T14:00:00Z, not ${text}.`);
  return time;
}

// A reader that stops early (`| head`) is no failure of the scan.
process.stdout.on('error', (error: Error & { code?: string }) => process.exit(error.code === 'EPIPE' ? 0 : status.nothing));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const wrong = error instanceof WrongUsage || (error instanceof Error && error.name === 'OutputRefused');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${wrong ? usage : ''}`);
  process.exitCode = wrong ? status.usage : status.nothing;
}
// Once all is printed nothing is left to do: taking the heap of a large case apart piece by piece is a wait for nobody.
process.stderr.write('', () => process.stdout.write('', () => process.exit()));
