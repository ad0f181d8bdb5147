#!/usr/bin/env node
/**
 * `npm run quality [-- [--commands FILE] [--misses] [folder]]`: how well the rules do. Recall and false alarms by family over
 * labelled commands, time a command, and, for a folder, findings a thousand calls. Prints tables; changes nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from './build.mjs';

/** @typedef {{ command: string, expected: string, family: string, suite: string }} Labelled */
/** @typedef {{ readonly severity: string, readonly ruleId?: string, readonly rule: { readonly info: { readonly id: string } } }} Hit */
/** @typedef {{ examineCall(call: object, root: object, machine: object): { readonly hits: readonly Hit[] } }} Examination */
/** @typedef {{ should: number, right: number, found: number, harmless: number, flagged: number }} Row */

/** Which rule families count as the right one for a label. A guard's label and a rule's family need not have one word. */
const right = /** @type {Record<string, RegExp>} */ ({
  destructive: /^(?:destructive|antiforensics|defense|privilege\.(?:kernel|system-write|chmod-777))/,
  exfiltration: /^(?:exfil|network|credential\.(?:env-dump|imds))/,
  'credential-access': /^(?:credential|secret|exfil|write\.credential)/,
  execution: /^(?:execution|obfuscation|network\.(?:reverse-shell|dev-tcp|raw-socket)|privilege\.env-injection)/,
  persistence: /^(?:persistence|agent|privilege|defense)/,
  privilege: /^(?:privilege|persistence)/,
  'anti-forensics': /^(?:antiforensics|destructive|defense)/,
  obfuscation: /^(?:obfuscation|execution)/,
  'supply-chain': /^(?:supply|execution|persistence|privilege\.env-injection|agent)/,
  'agent-tampering': /^(?:agent|antiforensics|write|destructive|privilege|persistence|credential)/,
  discovery: /^(?:discovery|credential|network|privilege)/,
  'lateral-movement': /^(?:network|discovery|credential|persistence|write)/,
});
const core = ['destructive', 'exfiltration', 'credential-access', 'execution'];
const heavy = new Set(['critical', 'high', 'medium']);

/** Bundles the examination alone: plain Node cannot run TypeScript. */
async function loadExamination() {
  const out = mkdtempSync(join(tmpdir(), 'postflight-quality-'));
  try {
    await build({ configFile: false, logLevel: 'warn', root, build: { ssr: join(root, 'electron/engine/analysis/examine.ts'), outDir: out, emptyOutDir: true, target: 'node20', minify: false, rollupOptions: { output: { entryFileNames: 'examine.mjs' } } }, ssr: { noExternal: true } });
    return /** @type {Examination} */ (await import(pathToFileURL(join(out, 'examine.mjs')).href));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** @param {number} part @param {number} whole */
const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

/** @param {readonly Labelled[]} rows @param {boolean} misses */
async function measureCommands(rows, misses) {
  const { examineCall } = await loadExamination();
  const machine = /** @type {const} */ ({ home: '/home/test', user: 'test', style: 'posix', caseInsensitive: false, workTrees: [] });
  const project = { path: '/home/test/project', how: 'first working directory', additional: [] };
  /** @param {string} command */
  const examined = (command) => examineCall({ eventId: 0, toolUseId: null, tool: 'Bash', input: { command }, cwd: project.path, sessionId: 's', agentId: null, time: 0 }, project, machine);
  /** @type {Map<string, Row>} */
  const table = new Map();
  for (const { command, expected, family } of rows) {
    const row = table.get(family) ?? { should: 0, right: 0, found: 0, harmless: 0, flagged: 0 };
    table.set(family, row);
    const ids = examined(command).hits.filter((hit) => heavy.has(hit.severity)).map((hit) => hit.ruleId ?? hit.rule.info.id);
    if (expected === 'blocked') {
      row.should++;
      if (ids.length > 0) row.found++;
      if (ids.some((id) => right[family]?.test(id))) row.right++;
      else if (misses) process.stdout.write(`missed ${family}: ${JSON.stringify(command).slice(0, 160)} ${ids.join(' ')}\n`);
    } else if (expected === 'allowed') {
      row.harmless++;
      if (ids.length > 0) row.flagged++;
      if (misses && ids.length > 0) process.stdout.write(`flagged: ${JSON.stringify(command).slice(0, 160)} ${ids.join(' ')}\n`);
    }
  }
  process.stdout.write(`${'family'.padEnd(20)}${'should'.padStart(8)}${'right family'.padStart(14)}${'any family'.padStart(12)}${'harmless'.padStart(10)}${'flagged'.padStart(9)}\n`);
  const sum = { should: 0, right: 0, found: 0, harmless: 0, flagged: 0 };
  const coreSum = { ...sum };
  const line = (/** @type {string} */ name, /** @type {Row} */ row) => process.stdout.write(`${name.padEnd(20)}${String(row.should).padStart(8)}${percent(row.right, row.should).padStart(14)}${percent(row.found, row.should).padStart(12)}${String(row.harmless).padStart(10)}${percent(row.flagged, row.harmless).padStart(9)}\n`);
  for (const [family, row] of [...table].sort(([one], [other]) => (one < other ? -1 : 1))) {
    line(right[family] === undefined ? `(${family})` : family, row);
    for (const key of /** @type {const} */ (['should', 'right', 'found', 'harmless', 'flagged'])) {
      if (key === 'harmless' || key === 'flagged' || right[family] !== undefined) sum[key] += row[key];
      if (core.includes(family)) coreSum[key] += row[key];
    }
  }
  line('core families', coreSum);
  line('together', sum);
  measureTime(rows.map((row) => row.command), examined);
}

/** @param {readonly string[]} commands @param {(command: string) => unknown} examined */
function measureTime(commands, examined) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8; round++) {
    // A comment makes each text new, so that nothing comes from memory.
    best = Math.min(best, timed(() => commands.forEach((command) => examined(`${command}\n#${round}`))));
  }
  const again = timed(() => commands.forEach((command) => examined(`${command}\n#7`)));
  process.stdout.write(`\n${(best / commands.length).toFixed(3)} ms a new command, ${(again / commands.length).toFixed(3)} ms for the same ones again (processor time)\n`);
}

/** Milliseconds of processor time: other work on the machine does not count. @param {() => void} run */
function timed(run) {
  const from = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** @param {string} folder */
function measureFolder(folder) {
  const scan = spawnSync(process.execPath, [join(root, 'scripts/postflight.mjs'), 'scan', folder, '--format', 'json', '--quiet'], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (scan.status !== 0) throw new Error(`scan of ${folder} ended with ${scan.status}: ${scan.stderr}`);
  const { findings, events } = JSON.parse(scan.stdout);
  const calls = /** @type {number[]} */ (Object.values(events.byTool)).reduce((one, other) => one + other, 0);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { rule, severity } of findings) {
    const key = `${rule} ${severity}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  process.stdout.write(`\n${folder}: ${calls} calls\n${'rule'.padEnd(40)}${'findings'.padStart(10)}${'a 1,000 calls'.padStart(15)}\n`);
  for (const [key, count] of [...counts].sort(([, one], [, other]) => other - one)) process.stdout.write(`${key.padEnd(40)}${String(count).padStart(10)}${((1000 * count) / Math.max(1, calls)).toFixed(1).padStart(15)}\n`);
}

const words = process.argv.slice(2);
const named = words.indexOf('--commands');
const file = resolve(named >= 0 ? (words[named + 1] ?? '') : join(root, '../shared/conformance/commands.dev.jsonl'));
const folders = words.filter((word, at) => !word.startsWith('--') && (named < 0 || at !== named + 1));
if (existsSync(file)) {
  const rows = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => /** @type {Labelled} */ (JSON.parse(line)));
  await measureCommands(rows, words.includes('--misses'));
} else {
  process.stderr.write(`There are no labelled commands at ${file}; name a file with --commands.\n`);
  if (folders.length === 0) process.exitCode = 2;
}
for (const folder of folders) measureFolder(resolve(folder));
