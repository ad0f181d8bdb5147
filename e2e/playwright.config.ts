/** How the end-to-end tests run: in the real Electron only, started by scripts/e2e.mjs. No browser, no retry. */
import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // A second try would hide a race of ours.
  retries: 0,
  forbidOnly: true,
  workers: 2,
  fullyParallel: true,
  reporter: [['list'], ['../scripts/e2e-reporter.mjs']],
});
