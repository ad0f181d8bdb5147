/** How unit and property tests run. End-to-end tests have a runner of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { wasmPlugin } from './scripts/wasm-plugin.mjs';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'));

export default defineConfig({
  plugins: [wasmPlugin()],
  define: { __POSTFLIGHT_VERSION__: JSON.stringify(version) },
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['e2e/**', 'node_modules/**', 'dist/**', 'release/**'],
    testTimeout: 30_000,
    // One worker a core; by default one core is left idle, which on two cores is half of them.
    maxWorkers: 2,
    // One module graph a worker instead of one a file: a quarter of the time. Product modules keep no state of their own.
    isolate: false,
  },
});
