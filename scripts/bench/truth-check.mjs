/** Holds a scan of a corpus against the generator's own counts: every number that both have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measuredRun } from './measured-run.mjs';
import { same } from './contenders.mjs';

/** @typedef {import('./corpus.mjs').Corpus} Corpus */

/**
 * Gives the differences, none where all agree.
 * @param {string} engine
 * @param {Corpus} corpus
 * @param {string} scratch
 * @returns {Promise<readonly string[]>}
 */
export async function truthDifferences(engine, corpus, scratch) {
  const run = (/** @type {string} */ format) =>
    measuredRun([process.execPath, engine, 'scan', corpus.folder, '--format', format, '--quiet'], { cwd: scratch, scratch, name: `truth-${format}` });
  const scan = JSON.parse(readFileSync((await run('json')).output, 'utf8'));
  const { truth } = corpus;
  /** @type {{ sessions: { toolCalls: number, agents: number, permissionModes: { mode: string }[] }[], findings: { rule: string, toolUseId: string }[] }} */
  const { sessions, findings } = scan;
  const sum = (/** @type {readonly number[]} */ numbers) => numbers.reduce((all, number) => all + number, 0);
  const calls = (/** @type {RegExp} */ rule) => new Set(findings.filter((finding) => rule.test(finding.rule)).map((finding) => finding.toolUseId)).size;
  const differences = [
    same(
      {
        files: scan.ledger.files,
        bytes: scan.evidence.bytes,
        records: scan.ledger.records,
        malformed: scan.ledger.malformed,
        duplicates: scan.ledger.duplicates,
        sessions: sessions.length,
        subagents: sum(sessions.map((session) => session.agents)),
        toolCalls: sum(sessions.map((session) => session.toolCalls)),
        bypassSessions: sessions.filter((session) => session.permissionModes.some(({ mode }) => mode === 'bypassPermissions')).length,
        outsideRootWrites: calls(/^write\.(outside-root|path-binary|credential-store)/),
        credentialReads: calls(/^credential\.(?!env)/),
      },
      truth,
    ),
    same({ toolCalls: scan.events.byKind['tool-call'] }, truth),
    same(scan.events.byTool, truth.byTool),
    same(await firstWords((await run('jsonl')).output), truth.commands),
  ];
  return differences.flatMap((difference) => difference ?? []);
}

/**
 * How often each command of a Bash call begins with which word, from the list of events.
 * @param {string} path
 */
async function firstWords(path) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const line of readFileSync(join(path), 'utf8').split('\n')) {
    if (line === '') continue;
    const event = JSON.parse(line);
    if (event.kind !== 'tool-call' || event.tool !== 'Bash') continue;
    const word = String(event.argument).split(/\s/)[0] ?? '';
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}
