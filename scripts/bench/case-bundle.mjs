/** Bundles the part of the engine that the page talks to, as Node 20 cannot run TypeScript. Knows nothing of what is measured. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../build.mjs';
import { wasmPlugin } from '../wasm-plugin.mjs';

const engine = join(root, 'electron/engine');

/**
 * Fills `folder` with `session.js`, `rpc.js` and the threads' code; gives the folder.
 * @param {string} folder
 */
export async function bundleCase(folder) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [wasmPlugin()],
    define: { __POSTFLIGHT_VERSION__: JSON.stringify(version) },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          session: join(engine, 'case-session.ts'),
          rpc: join(root, 'shared/rpc.ts'),
          contract: join(root, 'shared/contract.ts'),
          'transcript-worker': join(engine, 'reading/transcript-worker.ts'),
          'search-worker': join(engine, 'search/search-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  return folder;
}
