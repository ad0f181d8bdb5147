/**
 * Starts the built app for a test: own settings folder, own copy of evidence, real Electron. Fails the test on a breach of
 * the content security policy and on an error in the page. Knows no view.
 */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from 'playwright/test';

const root = dirname(import.meta.dirname);

export interface StartOptions {
  /** The app's own words, e.g. `['--open', folder]`. */
  readonly words?: readonly string[];
  /** Starts as an ordinary user with Chromium's sandbox on, also where the tests run as root. */
  readonly sandboxed?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface StartedApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
}

interface Fixtures {
  /** A folder for this test alone, gone afterwards. */
  readonly folder: string;
  readonly start: (options?: StartOptions) => Promise<StartedApp>;
  /** What the pages did against their policy, and what they threw; not empty at the end: the test fails. */
  readonly breaches: string[];
}

/** What scripts/e2e.mjs hands over. */
export function electronExecutable(): string {
  const path = process.env['POSTFLIGHT_ELECTRON'];
  if (path === undefined) throw new Error('End-to-end tests are started by: node scripts/e2e.mjs');
  return path;
}

function switches(): readonly string[] {
  const given: unknown = JSON.parse(process.env['POSTFLIGHT_SWITCHES'] ?? '[]');
  return Array.isArray(given) ? given.map(String) : [];
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'postflight-test-'));
    chmodSync(folder, 0o755);
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  breaches: async ({}, use) => {
    const breaches: string[] = [];
    await use(breaches);
    expect(breaches, 'a page breached its policy or threw').toEqual([]);
  },
  start: async ({ folder, breaches }, use) => {
    const started: StartedApp[] = [];
    await use(async (options = {}) => {
      const app = await startApp(folder, options, breaches);
      started.push(app);
      return app;
    });
    for (const { electron } of started) await electron.close().catch(() => {});
  },
});

export { expect };

async function startApp(folder: string, options: StartOptions, breaches: string[]): Promise<StartedApp> {
  const userData = mkdtempSync(join(folder, 'user-'));
  const place = options.sandboxed === true ? ordinaryPlace(folder, userData) : { executable: electronExecutable(), app: root, switches: switches() };
  const electron = await _electron.launch({
    executablePath: place.executable,
    chromiumSandbox: options.sandboxed === true,
    args: [...place.switches, place.app, '--user-data', userData, ...(options.words ?? [])],
    env: { ...cleanEnvironment(), ...options.environment },
  });
  electron.context().on('console', (message) => {
    if (/Content Security Policy|Trusted ?(Type|HTML|Script)/i.test(message.text())) breaches.push(message.text());
  });
  electron.context().on('weberror', (error) => breaches.push(error.error().message));
  const page = await electron.firstWindow();
  await page.waitForLoadState('load');
  return { electron, page, userData };
}

function cleanEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(NODE_OPTIONS|ELECTRON_|POSTFLIGHT_)/.test(name)) kept[name] = value;
  }
  return kept;
}

/**
 * Root cannot have the sandbox. Its tests run the app as `nobody`, from a copy that this user can read, with a home of its
 * own. An ordinary user runs it as it is.
 */
function ordinaryPlace(folder: string, userData: string): { executable: string; app: string; switches: readonly string[] } {
  const wanted = switches().filter((name) => name !== '--no-sandbox');
  if (process.getuid?.() !== 0) return { executable: electronExecutable(), app: root, switches: wanted };
  const copy = join(folder, 'copy');
  const home = join(folder, 'home');
  cpSync(dirname(electronExecutable()), join(copy, 'electron'), { recursive: true });
  cpSync(join(root, 'dist'), join(copy, 'app', 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'app', 'package.json'));
  mkdirSync(home);
  for (const path of [home, userData]) chmodSync(path, 0o777);
  // Playwright puts its own switches first, so that the change of user has to hide in a program.
  const program = join(copy, 'as-nobody');
  const names = `HOME='${home}' XDG_CONFIG_HOME='${home}' XDG_CACHE_HOME='${home}' XDG_RUNTIME_DIR='${home}' TMPDIR='${home}'`;
  writeFileSync(program, `#!/bin/sh\nexec runuser -u nobody -- env ${names} '${join(copy, 'electron', 'electron')}' "$@"\n`);
  chmodSync(program, 0o755);
  return { executable: program, app: join(copy, 'app'), switches: wanted };
}
