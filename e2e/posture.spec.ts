/** The posture view and the runbook: where the flag was, settings, tool servers, and the six steps, on a drawn night run. */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { call, drawEvidence, prompt, result } from './draw-evidence.ts';
import { drawGitRun } from './draw-git.ts';
import { faultsOf } from './faults.ts';
import { expect, test } from './app.ts';

const home = 'Users/kim';
const transcript = {
  [`${home}/.claude/projects/-Users-kim-work-till/5f3a.jsonl`]: [
    prompt('Tidy up', 'bypassPermissions', { second: 1 }),
    call('t1', 'Bash', { command: 'claude mcp add helper -- /tmp/helper' }, { second: 2 }),
    result('t1', 'added', { second: 3 }),
  ],
};
const around = {
  [`${home}/.zshrc`]: 'alias claude="claude --dangerously-skip-permissions"\n',
  [`${home}/work/till/Makefile`]: 'agent:\n\tIS_SANDBOX=1 claude --dangerously-skip-permissions\n',
  [`${home}/.claude.json`]: '{ "mcpServers": { "helper": { "command": "/tmp/helper", "env": { "TILL_TOKEN": "hidden-value" } } } }\n',
  [`${home}/.claude/settings.json`]: '{ "permissions": { "deny": ["Bash(claude mcp:*)"] } }\n',
};

test('Ctrl+4 shows where the flag was, what the settings say, and which servers were registered', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawEvidence({ ...transcript, ...around })] });
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Posture' })).toBeVisible();
  await page.keyboard.press('Control+4');
  const flags = page.getByRole('region', { name: 'Where the flag was found' });
  await expect(flags.getByRole('row', { name: /\.zshrc/ })).toContainText('not set');
  await expect(flags.getByRole('row', { name: /Makefile/ })).toContainText('claimed');
  const servers = page.getByRole('region', { name: 'MCP servers' });
  await expect(servers.getByRole('row', { name: /helper/ })).toContainText('unknown');
  await expect(servers).toContainText('TILL_TOKEN');
  await expect(page.locator('body')).not.toContainText('hidden-value');
  await expect(page.getByRole('region', { name: 'Settings precedence' })).toContainText('Effective: bypass mode allowed');
  await flags.getByRole('button', { name: /zshrc, open the finding/ }).click();
  await expect(page.getByRole('treegrid', { name: 'Findings by rule' })).toBeVisible();
});

test('the view passes axe, dark and light', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawEvidence({ ...transcript, ...around })] });
  await expect(page.getByRole('region', { name: 'Runbook' })).toBeVisible();
  await page.keyboard.press('Control+4');
  for (const theme of ['dark', 'light']) {
    while ((await page.locator('html').getAttribute('data-theme')) !== theme) {
      const before = await page.getByRole('button', { name: /^Theme/ }).getAttribute('aria-label');
      await page.getByRole('button', { name: /^Theme/ }).click();
      await expect(page.getByRole('button', { name: /^Theme/ })).not.toHaveAttribute('aria-label', before ?? '');
    }
    await expect(page.getByRole('region', { name: 'MCP servers' })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map((violation) => `${theme}: ${violation.id} ${violation.nodes[0]?.target.join(' ')}`)).toEqual([]);
  }
});

test('a shell history stands in the timeline in a lane that can be switched off', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawEvidence({ ...transcript, [`${home}/.zsh_history`]: `: ${Date.parse('2026-05-15T14:00:02Z') / 1000}:0;git log --oneline\n` })] });
  await expect(page.getByRole('region', { name: 'Runbook' })).toBeVisible();
  await page.keyboard.press('Control+2');
  const rows = page.getByRole('treegrid', { name: 'Timeline' });
  await expect(rows).toContainText('git log --oneline');
  await page.getByRole('region', { name: 'Second sources' }).getByRole('button', { name: /Shell history/ }).click();
  await expect(rows).not.toContainText('git log --oneline');
  await expect(rows).toContainText('claude mcp add helper');
});

test('each second source is a lane of its own that can be switched off', async ({ start }) => {
  const sources = {
    [`${home}/.zsh_history`]: `: ${Date.parse('2026-05-15T14:00:02Z') / 1000}:0;git log --oneline\n`,
    'edr/p.csv': 'timestamp,host,user,command_line\n2026-05-15T14:00:02Z,h,kim,whoami --all\n',
    'provider/a.csv': 'timestamp,model,input_tokens,output_tokens,request_id\n2026-05-15T14:00:02Z,model-a,10,40,req_x\n',
  };
  const { page } = await start({ words: ['--open', drawEvidence({ ...transcript, ...sources })] });
  await expect(page.getByRole('region', { name: 'Runbook' })).toBeVisible();
  await page.keyboard.press('Control+2');
  const rows = page.getByRole('treegrid', { name: 'Timeline' });
  const lanes: readonly (readonly [RegExp, string])[] = [[/Shell history/, 'git log --oneline'], [/Processes/, 'whoami --all'], [/Provider/, 'req_x']];
  for (const [, text] of lanes) await expect(rows).toContainText(text);
  for (const [name, text] of lanes) {
    const lane = page.getByRole('region', { name: 'Second sources' }).getByRole('button', { name });
    await lane.press('Enter');
    await expect(rows).not.toContainText(text);
    for (const [, other] of lanes) if (other !== text) await expect(rows).toContainText(other);
    await lane.press('Enter');
    await expect(rows).toContainText(text);
  }
});

test('the runbook shows six steps, each opened by its number', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawEvidence({ ...transcript, ...around })] });
  const runbook = page.getByRole('region', { name: 'Runbook' });
  await expect(runbook.getByRole('button')).toHaveCount(6);
  await expect(runbook.getByRole('button', { name: /Scope/ })).toContainText('Concern');
  await expect(runbook.getByRole('button', { name: /MCP registry/ })).toContainText('Concern');
  await expect(page.getByRole('region', { name: 'Disclosure' })).toContainText('IR queue');
  await page.keyboard.press('5');
  await expect(page.getByRole('region', { name: 'MCP servers' })).toBeVisible();
});

test('the number of a step is the number of rows that it opens', async ({ start }) => {
  const drawn = drawGitRun();
  const till = drawn.repository('till');
  drawn.bash(till, 'git commit --allow-empty -m One', [['commit', '-q', '--allow-empty', '-m', 'One']]);
  drawn.bash(till, 'ls', []);
  const root = drawn.finish();
  writeFileSync(join(root, '.zshrc'), around[`${home}/.zshrc`]);
  writeFileSync(join(root, '.claude.json'), around[`${home}/.claude.json`]);
  const { page } = await start({ words: ['--open', root] });
  const step = (name: RegExp) => page.getByRole('region', { name: 'Runbook' }).getByRole('button', { name });
  const numberOf = async (name: RegExp): Promise<number> => {
    await expect(step(name)).toBeVisible();
    return Number(/(\d+)$/.exec((await step(name).textContent()) ?? '')?.[1]);
  };
  const [places, calls, entries, servers, repositories] = [await numberOf(/Scope/), await numberOf(/Session transcripts/), await numberOf(/Git reflog/), await numberOf(/MCP registry/), await numberOf(/Rollback/)];
  expect([places, calls, servers, repositories]).toEqual([1, 2, 1, 1]);
  expect(entries).toBeGreaterThanOrEqual(2);
  for (const [key, number] of [['3', calls], ['4', entries]] as const) {
    await page.keyboard.press('Control+1');
    await expect(step(/Rollback/)).toBeVisible();
    await page.keyboard.press(key);
    await expect(page.getByRole('main')).toContainText(new RegExp(`(^|\\D)${number} event${number === 1 ? '' : 's'}`));
  }
  await page.keyboard.press('Control+1');
  await expect(step(/Rollback/)).toBeVisible();
  await page.keyboard.press('1');
  // A session that ran in the mode stands there too, and is no place that asks for it.
  const flags = page.getByRole('region', { name: 'Where the flag was found' });
  await expect(flags).toContainText(`2 places, ${places} of them ask for it`);
  await expect(flags.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'MCP servers' }).getByRole('row', { name: /helper/ })).toHaveCount(servers);
  await page.keyboard.press('Control+1');
  await expect(step(/Rollback/)).toBeVisible();
  await page.keyboard.press('6');
  await expect(page.getByRole('region', { name: 'Rollback' })).toBeInViewport();
  rmSync(root, { recursive: true });
});

test('transcripts alone leave four steps not possible, and a decision is proposed all the same', async ({ start }) => {
  const { page } = await start({ words: ['--open', drawEvidence(transcript)] });
  const runbook = page.getByRole('region', { name: 'Runbook' });
  await expect(runbook.getByText('Not possible')).toHaveCount(4);
  await expect(runbook).toContainText('Looked for ~/.claude.json');
  await expect(page.getByRole('region', { name: 'Disclosure' })).toContainText('IR queue');
});

test('a table of no known shape says so, is read as the analyst maps its columns, is kept, applied by a scan, and taken back', async ({ start }) => {
  const table = 'Wann;Rechner;Befehl\n15.05.2026 16:00:01;h7;whoami --all\n';
  const evidence = drawEvidence({ ...transcript, 'edr/starts.csv': table });
  const { page, electron, userData } = await start({ words: ['--open', evidence] });
  await expect(page.getByRole('region', { name: 'Runbook' })).toBeVisible();
  await page.keyboard.press('Control+4');
  const tables = page.getByRole('list', { name: 'Tables' });
  await expect(tables).toContainText('Not mapped');
  await page.getByRole('button', { name: 'Columns of edr/starts.csv' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Columns of a table' });
  await expect(dialog.getByRole('button', { name: 'Read it so' })).toBeDisabled();
  await expect(dialog).toContainText('whoami --all');
  await dialog.getByLabel('Meaning of Wann').selectOption('time');
  await dialog.getByLabel('Meaning of Befehl').selectOption('command');
  await dialog.getByLabel('Dates are written').selectOption('dmy');
  await expect(dialog).toContainText('1 of the first 1 rows have no time');
  await dialog.getByLabel('Times without a zone are in').selectOption('+02:00');
  await expect(dialog.getByRole('row', { name: /whoami/ })).toContainText('14:00:01');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('as the vendor says');
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Read it so' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('status', { name: 'Last choice' })).toContainText('edr/starts.csv is read as process events: Wann is time, Befehl is command line; times without a zone are in UTC+02:00');
  // The page stays where it was, and shows what follows.
  await expect(tables).toContainText('Mapped');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('treegrid', { name: 'Timeline' })).toContainText('whoami --all');
  await electron.close();

  const [caseFile = ''] = readdirSync(join(userData, 'cases')).map((name) => join(userData, 'cases', name));
  const scanned = spawnSync(process.execPath, [join(dirname(import.meta.dirname), 'dist/engine/cli.js'), 'scan', evidence, '--case', caseFile, '--format', 'json'], { encoding: 'utf8', timeout: 60_000 });
  const json = JSON.parse(scanned.stdout);
  expect(json.posture.tables).toMatchObject([{ path: 'edr/starts.csv', state: 'mapped' }]);
  expect(json.choices).toMatchObject([{ reason: 'as the vendor says', state: 'in-force', choice: { kind: 'columns-of-table', zone: '+02:00' } }]);

  const again = await start({ words: ['--open', evidence, '--user-data', userData] });
  await expect(again.page.getByRole('region', { name: 'Runbook' })).toBeVisible();
  await again.page.keyboard.press('Control+4');
  await expect(again.page.getByRole('list', { name: 'Tables' })).toContainText('Mapped');
  await again.page.getByRole('button', { name: 'Columns of edr/starts.csv' }).press('Enter');
  const reopened = again.page.getByRole('dialog', { name: 'Columns of a table' });
  await expect(reopened.getByLabel('Meaning of Befehl')).toHaveValue('command');
  await reopened.getByRole('button', { name: 'Take the mapping back' }).press('Enter');
  await expect(again.page.getByRole('status', { name: 'Last choice' })).toContainText('Taken back: edr/starts.csv is read as process events');
  await expect(again.page.getByRole('list', { name: 'Tables' })).toContainText('Not mapped');
});

test('settings show the value that wins, the file that lost, what rules would have stopped, and what a hook would have seen, by keys', async ({ start }) => {
  const settings = {
    [`${home}/.claude/settings.json`]: '{ "cleanupPeriodDays": 1, "permissions": { "deny": ["Bash(claude mcp *)", "Write(docs/**)"] }, "hooks": { "PreToolUse": [ { "matcher": "Bash", "hooks": [ { "type": "command", "command": "~/guard.sh" } ] } ] } }\n',
    [`${home}/work/till/.claude/settings.local.json`]: '{ "cleanupPeriodDays": 90 }\n',
    [`${home}/.claude.json`]: '{ "bypassPermissionsModeAccepted": true }\n',
  };
  const { page } = await start({ words: ['--open', drawEvidence({ ...transcript, ...settings })] });
  await expect(page.getByRole('region', { name: 'Runbook' })).toBeVisible();
  await page.keyboard.press('Control+4');
  const panel = page.getByRole('region', { name: 'Settings precedence' });
  await panel.getByText(/permission rules, replayed/).press('Enter');
  await expect(panel.getByRole('row', { name: /Bash\(claude mcp \*\)/ })).toContainText(/1\s*1\s*1/);
  await expect(panel.getByRole('row', { name: /Write\(docs/ })).toContainText('not asked for');
  await panel.getByText(/settings with what wins/).press('Enter');
  const row = panel.getByRole('row', { name: /cleanupPeriodDays.*till/ });
  await expect(row).toContainText('settings.local.json, line 1');
  await expect(row).toContainText('over Users/kim/.claude/settings.json, line 1: 1');
  await panel.getByText(/trust and consent/).press('Enter');
  await expect(panel).toContainText('bypassPermissionsModeAccepted: true');
  const beside = page.getByRole('region', { name: 'Hooks and other sources' });
  await expect(beside.getByRole('row', { name: /PreToolUse/ })).toContainText('not in the copy');
  await beside.getByRole('button', { name: /with a finding/ }).press('Enter');
  await expect(page.getByRole('treegrid', { name: 'Findings by rule' })).toBeVisible();
});
