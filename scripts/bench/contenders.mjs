/** The programs that are timed against each other over the same files: what each is called with, and how its output is checked. */
import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build.mjs';

/** @typedef {import('./corpus.mjs').Corpus} Corpus */

/**
 * The runbook's one-liner in the form that survives a damaged line: each tool call's time, tool and argument.
 */
export const jqProgram =
  'fromjson? | objects | .timestamp as $time | .message? | objects | .content | arrays | .[] | objects | select(.type == "tool_use") | ' +
  '[$time, .name, (.input.command // .input.file_path // .input.pattern // .input.url // (.input | tojson))] | @tsv';

/** Occurs in a few outputs of each corpus, in no call's argument. */
export const literal = 'npm ERR! warning';

/**
 * @typedef {{
 *   id: string, label: string, needs: string | null,
 *   words(corpus: Corpus): readonly string[],
 *   check(corpus: Corpus, output: string): Promise<string | null>,
 * }} Contender
 */

/**
 * In the order of the table. `engine` is the command line's built file.
 * @param {string} engine
 * @returns {readonly Contender[]}
 */
export function contenders(engine) {
  return [
    {
      id: 'scan',
      label: 'Postflight `scan --format json`',
      needs: null,
      words: ({ folder }) => [process.execPath, engine, 'scan', folder, '--format', 'json', '--quiet'],
      check: async ({ truth }, output) => {
        const { ledger, events } = JSON.parse(readFileSync(output, 'utf8'));
        return same({ records: ledger.records, malformed: ledger.malformed, toolCalls: events.byKind['tool-call'] }, truth);
      },
    },
    {
      id: 'jq',
      label: "`jq -rR 'fromjson? \\| …'`, the runbook's list of calls",
      needs: 'jq',
      words: ({ files }) => ['jq', '-rR', jqProgram, ...files],
      check: async ({ truth }, output) => {
        const lines = await lineCount(output);
        // It lists a row that stands twice twice, and passes over lines with half a surrogate pair (a cut emoji).
        const few = truth.toolCalls * 0.99;
        return lines >= few && lines <= truth.toolCalls + truth.duplicates ? null : `jq listed ${lines} calls; the corpus has ${truth.toolCalls}`;
      },
    },
    {
      id: 'node',
      label: 'Node, streaming `JSON.parse` of every line',
      needs: null,
      words: ({ files }) => [process.execPath, join(root, 'scripts/bench/parse-every-line.mjs'), ...files],
      check: async ({ truth }, output) => {
        const { records, malformed } = JSON.parse(readFileSync(output, 'utf8'));
        return same({ records, malformed }, truth);
      },
    },
    { id: 'sha256sum', label: '`sha256sum`', needs: 'sha256sum', words: ({ files }) => ['sha256sum', '--', ...files], check: hashLines },
    { id: 'openssl', label: '`openssl dgst -sha256`', needs: 'openssl', words: ({ files }) => ['openssl', 'dgst', '-sha256', ...files], check: hashLines },
    {
      id: 'rg',
      label: `\`rg -c '${literal}'\``,
      needs: 'rg',
      words: () => ['rg', '-c', '--no-ignore', '--hidden', '--text', '-F', '-e', literal, '.'],
      check: async (_corpus, output) => ((await lineCount(output)) > 0 ? null : 'rg found nothing'),
    },
  ];
}

/**
 * @param {Corpus} corpus
 * @param {string} output
 */
async function hashLines({ files }, output) {
  const lines = await lineCount(output);
  return lines === files.length ? null : `${lines} hashes for ${files.length} files`;
}

/**
 * @param {Record<string, number | undefined>} got
 * @param {object} truth
 */
export function same(got, truth) {
  const wanted = Object.entries(truth);
  const wrong = Object.entries(got).filter(([key, value]) => value !== wanted.find(([name]) => name === key)?.[1]);
  return wrong.length === 0 ? null : wrong.map(([key, value]) => `${key}: ${value}, but the truth is ${wanted.find(([name]) => name === key)?.[1]}`).join('; ');
}

/** @param {string} program */
export function isThere(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/**
 * First line of what a program says of itself.
 * @param {string} program
 */
export function versionOf(program) {
  const words = program === 'openssl' ? ['version'] : ['--version'];
  return (spawnSync(program, words, { encoding: 'utf8' }).stdout ?? '').split('\n', 1)[0]?.replace(/\s*\(Library:.*/, '') ?? '';
}

/** @param {string} path */
async function lineCount(path) {
  let lines = 0;
  for await (const chunk of createReadStream(path)) for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}
