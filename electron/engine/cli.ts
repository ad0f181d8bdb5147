/** The headless engine in plain Node: `scan` and `verify`. Writes to stdout, stderr and the `--out` file only. */
import fs from 'node:fs';
import path from 'node:path';
import { caseFileBytes, readCaseFile } from '../../shared/case-file.ts';
import type { History } from '../../shared/choices.ts';
import { openOutput, type OutputFile } from '../output-file.ts';
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
import { type Format, type ScanWords, scanWords, verifyWords, WrongUsage } from './scan/scan-words.ts';
import { createScanProgress } from './scan/scan-progress.ts';
import { verifyFolder } from './scan/verify.ts';

const usage = `usage: postflight scan <folder> [--format summary|json|jsonl] [--out FILE] [--since T] [--until T]
                        [--policy FILE] [--case FILE] [--project-root PATH]... [--min-severity S] [--fail-on S] [--quiet]
       postflight verify <folder> --manifest FILE
`;

/** Exit statuses that scripts rely on. */
const status = { done: 0, found: 1, usage: 2, nothing: 3 } as const;

/** Characters that are written before the process looks up: a fraction of a second. */
const charactersAtOnce = 1 << 20;

async function main(words: readonly string[]): Promise<number> {
  const [command, ...rest] = words;
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(usage);
    return status.done;
  }
  if (command === 'scan') return scan(scanWords(rest));
  if (command === 'verify') return verify(verifyWords(rest));
  throw new WrongUsage(command === undefined ? 'No command is given.' : `There is no command named ${command}.`);
}

async function scan(asked: ScanWords): Promise<number> {
  const window = scanWindow(asked.since, asked.until, asked.minSeverity);
  const policy = asked.policy === null ? null : policyOf(path.resolve(asked.policy));
  const history = asked.caseFile === null ? [] : historyOf(path.resolve(asked.caseFile));
  const { yardstick, refused } = yardstickOf(history, { ...(policy === null ? {} : { policy }), projectRoots: asked.projectRoots });
  if (refused !== null) throw new WrongUsage(`The policy ${refused.name} of the case file is refused.\n${faultLines(refused.faults)}`);
  const root = path.resolve(asked.folder);
  const output = asked.out === null ? null : openOutput(path.resolve(asked.out), [root]);
  try {
    const progress = createScanProgress(process.stderr, !asked.quiet);
    if (output) abandonWhenStopped(output);
    let opened: OpenedCase;
    try {
      opened = await openCase(
        { root, include: [''], name: path.basename(root), live: false },
        { now: Date.now, onProgress: progress.show, yardstick, history, worker: new URL('./transcript-worker.js', import.meta.url) },
      );
    } catch (error) {
      output?.abandon();
      progress.end();
      process.stderr.write(`${root} can't be read. ${folderReason(error)}\n`);
      return status.nothing;
    }
    progress.end();
    await writeOut(formatted(opened, asked.format, window), output);
    const nothing = nothingKnown(opened, root);
    if (nothing !== null) {
      process.stderr.write(`${nothing}\n`);
      return status.nothing;
    }
    // Of the time that was asked for, but of each severity: what is left out of a print is found all the same.
    const { failOn } = asked;
    const found = scanWindow(asked.since, asked.until, 'info').findings(opened);
    return failOn !== null && found.some(({ finding }) => severityRank(finding.severity) <= severityRank(failOn)) ? status.found : status.done;
  } catch (error) {
    output?.abandon();
    throw error;
  }
}

/** To the file, or to stdout no faster than it is read. */
async function writeOut(chunks: Iterable<string>, output: OutputFile | null): Promise<void> {
  let since = 0;
  for (const chunk of chunks) {
    if (output) output.write(chunk);
    else if (!process.stdout.write(chunk)) await new Promise<void>((done) => process.stdout.once('drain', () => done()));
    since += chunk.length;
    if (since < charactersAtOnce) continue;
    since = 0;
    // Lets a signal through.
    await new Promise<void>((done) => setImmediate(done));
  }
  output?.finish();
}

/** Nothing half written is left beside the place where a file was to be. */
function abandonWhenStopped(output: OutputFile): void {
  for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]] as const) {
    process.on(signal, () => {
      output.abandon();
      process.exit(128 + number);
    });
  }
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

async function verify({ folder, manifest }: ReturnType<typeof verifyWords>): Promise<number> {
  const [root, list] = [path.resolve(folder), path.resolve(manifest)];
  let listed: Uint8Array;
  try {
    listed = fs.readFileSync(list);
  } catch (error) {
    process.stderr.write(`The manifest ${list} can't be read. ${namedReason(list, error)}\n`);
    return status.nothing;
  }
  try {
    const result = await verifyFolder(root, listed);
    process.stdout.write(result.text);
    return result.same ? status.done : status.found;
  } catch (error) {
    process.stderr.write(`${root} can't be read. ${folderReason(error)}\n`);
    return status.nothing;
  }
}

/** Why a file that was named on the command line can't be read. */
function namedReason(file: string, error: unknown): string {
  const stands = fs.statSync(file, { throwIfNoEntry: false });
  if (stands === undefined) return 'There is no such file.';
  return stands.isDirectory() ? 'It is a folder.' : reasonOf(error);
}

/** A policy that does not fit is refused as a whole: half a policy would judge as nobody meant it to. */
function policyOf(file: string): Policy {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(`The policy ${file} can't be read. ${namedReason(file, error)}`);
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
    throw new WrongUsage(`The case file ${file} can't be read. ${namedReason(file, error)}`);
  }
  const read = readCaseFile(text);
  if (read.ok) return read.content.history;
  throw new WrongUsage(`The case file ${file} is refused. ${read.reason}`);
}

// A reader that stops early (`| head`) is no failure of the scan.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code === 'EPIPE') process.exit(status.done);
  process.stderr.write(`The output can't be written. ${error.message}\n`, () => process.exit(status.nothing));
});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const wrong = error instanceof WrongUsage || (error instanceof Error && error.name === 'OutputRefused');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${wrong ? usage : ''}`);
  process.exitCode = wrong ? status.usage : status.nothing;
}
// Once all is printed nothing is left to do: taking the heap of a large case apart piece by piece is a wait for nobody.
process.stderr.write('', () => process.stdout.write('', () => process.exit()));
