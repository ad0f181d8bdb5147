/** Builds the four parts of the app, each for the process it runs in. Knows nothing of their content. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { wasmPlugin } from './scripts/wasm-plugin.mjs';

const here = import.meta.dirname;
// Each folder below it is emptied first: a place that holds sources would lose them.
const out = resolve(here, process.env['POSTFLIGHT_DIST'] || 'dist');
if (existsSync(join(out, 'package.json')) || (out !== join(here, 'dist') && !relative(here, out).startsWith('..'))) {
  throw new Error(`The build does not go to ${out}: give POSTFLIGHT_DIST a folder outside the checkout.`);
}

const version = String(JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).version);

/** What the runtime itself brings; packages name Node's modules without their prefix. */
const brought = ['electron', /^electron\//, /^node:/, ...builtinModules];

/** One process of Node's kind: everything bundled, as packages carry no node_modules. */
function nodeSide(folder: string, entries: Readonly<Record<string, string>>, format: 'es' | 'cjs'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: [], builtins: brought },
    build: {
      outDir: join(out, folder),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      ssr: true,
      rolldownOptions: {
        // Compiling the scanner takes most of the build; it need not be told each time.
        checks: { pluginTimings: false },
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(here, path)])),
        external: brought,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // A sandboxed preload can load no second file.
          ...(format === 'cjs' ? { codeSplitting: false } : {}),
        },
      },
    },
  };
}

export default defineConfig({
  root: join(here, 'renderer'),
  base: './',
  publicDir: false,
  clearScreen: false,
  plugins: [wasmPlugin()],
  define: { __POSTFLIGHT_VERSION__: JSON.stringify(version) },
  environments: {
    client: {
      build: {
        outDir: join(out, 'renderer'),
        emptyOutDir: true,
        target: 'chrome130',
        // The content security policy has no `data:`, so nothing may be inlined.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: { index: join(here, 'renderer/index.html'), report: join(here, 'renderer/report.html') },
          // Packages mark files for servers that render React; here that means nothing.
          onwarn: (warning, warn) => {
            if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
          },
        },
      },
    },
    main: nodeSide('main', { main: 'electron/main/main.ts' }, 'es'),
    preload: nodeSide('preload', { preload: 'electron/preload/preload.ts' }, 'cjs'),
    engine: nodeSide('engine', { engine: 'electron/engine/engine.ts', cli: 'electron/engine/cli.ts', 'transcript-worker': 'electron/engine/reading/transcript-worker.ts', 'search-worker': 'electron/engine/search/search-worker.ts' }, 'es'),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'main', 'preload', 'engine']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
      // A package carries `dist` alone, so the sample goes there too.
      const sample = join(here, 'assets/sample-evidence.tar.gz');
      mkdirSync(join(out, 'assets'), { recursive: true });
      if (existsSync(sample)) cpSync(sample, join(out, 'assets/sample-evidence.tar.gz'));
    },
  },
});
