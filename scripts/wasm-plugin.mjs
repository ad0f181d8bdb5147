/**
 * Lets the engine import `x.wasm` where `x.ts` is AssemblyScript: compiles it while bundling or testing, and hands it over as
 * base64, so that each thread's code stays one file. `x.wasm?shared` works on a shared memory. Knows nothing of what is compiled.
 */
import { dirname, resolve } from 'node:path';
import asc from 'assemblyscript/asc';

const mark = '\0wasm:';

/** @type {Map<string, Promise<string>>} */
const compiled = new Map();

/** @returns {import('vite').Plugin} */
export function wasmPlugin() {
  return {
    name: 'postflight-wasm',
    enforce: 'pre',
    resolveId(source, importer) {
      return /\.wasm(\?shared)?$/.test(source) && importer !== undefined ? `${mark}${resolve(dirname(importer), source).replace(/\.wasm(\?shared)?$/, '.ts$1')}` : null;
    },
    async load(id) {
      if (!id.startsWith(mark)) return null;
      const entry = id.slice(mark.length);
      let code = compiled.get(entry);
      if (code === undefined) {
        code = compile(entry);
        compiled.set(entry, code);
      }
      return `export const base64 = ${JSON.stringify(await code)};`;
    },
  };
}

/**
 * No runtime and no garbage collection: the sources work on a memory that the other side lays out.
 * @param {string} entry
 * @returns {Promise<string>} the module, as base64
 */
async function compile(entry) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const shared = entry.endsWith('?shared') ? ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'] : [];
  const { error, stderr } = await asc.main([entry.replace(/\?shared$/, ''), '--outFile', 'out.wasm', '--runtime', 'stub', '--importMemory', '--noAssert', '--enable', 'simd', ...shared, '-O3'], {
    writeFile(_name, contents) {
      if (typeof contents !== 'string') binary = contents;
    },
  });
  if (error || binary === undefined) throw new Error(`${entry} was not compiled. ${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}
