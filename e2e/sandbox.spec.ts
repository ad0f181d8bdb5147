/** The page is locked in: sandboxed process, no Node, three functions, a port that ends with the page and the engine. */
import { readFileSync } from 'node:fs';
import { expect, test } from './app.ts';
import { drawNightRun } from './night-run.ts';

test('the page process runs in the sandbox', async ({ start }) => {
  const { electron } = await start({ sandboxed: true });
  const pids = await electron.evaluate(({ app, webContents }) => {
    const pages = webContents.getAllWebContents().map((contents) => contents.getOSProcessId());
    return { pages, utilities: app.getAppMetrics().filter((process) => process.type === 'Tab').length };
  });
  expect(pids.pages.length).toBeGreaterThan(0);
  for (const pid of pids.pages) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\t2$/m);
    // Two numbers or more: the process has a name space of its own.
    expect(status).toMatch(/^NSpid:(\t\d+){2,}$/m);
  }
});

test('the page has no Node and no Electron', async ({ start }) => {
  const { page } = await start();
  const found = await page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter((name) => name in globalThis));
  expect(found).toEqual([]);
});

test('the page is given three functions, frozen and nothing more', async ({ start }) => {
  const { page } = await start();
  const api = await page.evaluate(() => {
    const given: unknown = Reflect.get(globalThis, 'caseApi');
    if (typeof given !== 'object' || given === null) return null;
    Reflect.set(given, 'extra', 1);
    return Object.entries(given).map(([name, value]) => `${name}: ${typeof value}`).sort();
  });
  expect(api).toEqual(['call: function', 'desktop: function', 'subscribe: function']);
});

test('strings never become markup or script', async ({ start, breaches }) => {
  const { page } = await start();
  const names = await page.evaluate(async () => {
    // What the test tool evaluates is let through; what runs after a pause stands under the page's own policy.
    await new Promise((done) => setTimeout(done, 10));
    const attempt = (work: () => void) => {
      try {
        work();
        return 'done';
      } catch (error) {
        return error instanceof Error ? error.name : 'thrown';
      }
    };
    return [
      attempt(() => Reflect.set(document.createElement('div'), 'innerHTML', '<b>x</b>')),
      attempt(() => Reflect.construct(Function, ['return 1'])),
      attempt(() => new DOMParser().parseFromString('<b>x</b>', 'text/html')),
    ];
  });
  expect(names).toEqual(['TypeError', 'EvalError', 'TypeError']);
  // Each refusal was told to the console, so that a breach in another test would not go unseen.
  await expect.poll(() => breaches.length).toBeGreaterThan(0);
  breaches.length = 0;
});

test('a page that loads again has its functions and a new port; the old port is closed', async ({ start, folder }) => {
  const { page, electron } = await start({ words: ['--open', folder] });
  const progress = () =>
    page.evaluate(async () => {
      const call: unknown = Reflect.get(Reflect.get(globalThis, 'caseApi'), 'call');
      const outcome: unknown = typeof call === 'function' ? await call('case.progress', {}, 1) : null;
      return JSON.stringify(outcome);
    });
  await expect.poll(progress).toContain('"ok":true');
  await page.reload();
  await expect.poll(progress).toContain('"ok":true');
  // The engine dies: the page's calls end with a reason, not with silence.
  const killed = await electron.evaluate(({ app }) => {
    const engine = app.getAppMetrics().find((metric) => metric.type === 'Utility' && metric.name === 'Postflight engine');
    return engine ? process.kill(engine.pid, 'SIGKILL') : false;
  });
  expect(killed).toBe(true);
  await expect.poll(progress).toContain('"ok":false');
  expect(await progress()).toContain('engine');
});

test('a page whose process dies is loaded again and shows the case', async ({ start, folder }) => {
  const { electron } = await start({ words: ['--open', drawNightRun(folder)] });
  const shown = () =>
    electron.evaluate(async ({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      if (!contents || contents.isCrashed() || contents.isLoading()) return '';
      return String(await contents.executeJavaScript('document.body.innerText').catch(() => ''));
    });
  await expect.poll(shown).toContain('Overview');
  const before = await electron.evaluate(({ webContents }) => {
    const pid = webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0;
    process.kill(pid, 'SIGKILL');
    return pid;
  });
  await expect.poll(() => electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0)).not.toBe(before);
  await expect.poll(shown).toContain('Overview');
});

test('no permission is given, and asking for one breaks nothing', async ({ start, breaches }) => {
  const { page, electron } = await start();
  const answers = await page.evaluate(async () => {
    const outcome = (asked: Promise<unknown>) =>
      Promise.race([asked.then(() => 'given', () => 'denied'), new Promise((done) => setTimeout(() => done('no answer'), 1500))]);
    return {
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await outcome(navigator.mediaDevices.getDisplayMedia({ video: true })),
      place: await outcome(new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail))),
      clipboard: await outcome(navigator.clipboard.readText()),
      notes: await Notification.requestPermission(),
      fullscreen: await outcome(document.documentElement.requestFullscreen()),
    };
  });
  for (const [name, answer] of Object.entries(answers)) expect(answer, name).toMatch(/^(denied|no answer)$/);
  expect(await electron.evaluate(({ app }) => app.isReady())).toBe(true);
  breaches.length = 0;
});
