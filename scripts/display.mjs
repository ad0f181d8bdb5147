/** A display for Electron where the machine has none: a private Xvfb, ended with the work that needed it. */
import { spawn } from 'node:child_process';

/** True where windows can be shown to a person. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * Starts Xvfb on a free display; the server itself picks the number and writes it to the pipe.
 * @returns {Promise<{ name: string, stop(): void }>}
 */
export async function startVirtualDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1100x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  server.stderr?.setEncoding('utf8');
  server.stderr?.on('data', (text) => {
    errors = (errors + text).slice(-2000);
  });
  const stop = () => {
    server.kill();
  };
  process.once('exit', stop);
  const number = await new Promise((done, fail) => {
    let text = '';
    const pipe = server.stdio[3];
    pipe?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\n')) done(text.trim());
    });
    server.on('error', (error) => fail(new Error(`Xvfb could not be started: ${error.message}`)));
    server.on('exit', () => fail(new Error(`Xvfb ended at once. ${errors.trim()}`)));
  });
  // Nothing is to wait for the server: it ends with this process.
  server.unref();
  for (const pipe of [server.stderr, server.stdio[3]]) {
    if (pipe && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  }
  return {
    name: `:${number}`,
    stop() {
      process.removeListener('exit', stop);
      stop();
    },
  };
}
