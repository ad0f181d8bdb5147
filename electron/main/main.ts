/** The app's life, in order: switches, sandbox, protocol, then a window or a headless report. Nothing else. */
import { app, protocol } from 'electron/main';
import * as v from 'valibot';
import { appScheme } from './app-protocol.ts';
import { type CaseWindow, showCaseWindow } from './case-window.ts';
import { type OpenWish, readCommandLine } from './command-line.ts';
import { hardenApp } from './harden.ts';
import { OutputRefused } from '../output-file.ts';
import { makeHeadlessReport, WrongUsage } from './headless-report.ts';
import { checkStart } from './start-check.ts';

const check = checkStart(app.commandLine);
// Not with --no-sandbox: `enableSandbox` strips that switch, and as root every child process would then die.
if (!check.sandboxOff) app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }]);
hardenApp(app);

const { wish, userData } = readCommandLine(process.argv.slice(1), process.cwd());
if (userData !== null) app.setPath('userData', userData);
const devTools = !app.isPackaged;

/** What a second start hands to the first; it comes from another process, so that its shape is checked. */
const handedOver = v.strictObject({
  open: v.nullable(v.variant('kind', [v.strictObject({ kind: v.literal('folder'), path: v.string() }), v.strictObject({ kind: v.literal('sample') })])),
});

// No top-level await of `whenReady`: in an ES module it never comes, as `ready` waits for this module's end.
switch (wish.kind) {
  case 'wrong':
    console.error(wish.reason);
    app.exit(2);
    break;
  case 'report':
    // Closing the hidden window must not end the program before the file is written.
    app.on('window-all-closed', () => {});
    // Electron would show a box that nobody sees, and wait for its button.
    process.on('uncaughtException', (error) => {
      console.error(error);
      app.exit(3);
    });
    void app
      .whenReady()
      .then(() => makeHeadlessReport(wish, { sandboxOff: check.sandboxOff, devTools }))
      .then(({ lines, warnings, nothingKnown }) => {
        for (const warning of warnings) console.error(warning);
        // As with `scan`: what there is to say was written, and the status tells scripts that it is nothing.
        if (nothingKnown !== null) console.error(nothingKnown);
        finish(lines.join('\n'), nothingKnown === null ? 0 : 3);
      })
      .catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        app.exit(error instanceof WrongUsage || error instanceof OutputRefused ? 2 : 3);
      });
    break;
  case 'window':
    if (app.requestSingleInstanceLock({ open: wish.open })) startWindow(wish.open);
    else app.quit();
    break;
  default: {
    const unknown: never = wish;
    throw new Error(`unknown wish: ${String(unknown)}`);
  }
}

function startWindow(first: OpenWish | null): void {
  let shown: CaseWindow | null = null;
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', (_event, _words, _folder, data) => {
    const handed = v.safeParse(handedOver, data);
    shown?.focus();
    if (handed.success && handed.output.open) shown?.open(handed.output.open);
  });
  void app
    .whenReady()
    .then(() => {
      shown = showCaseWindow(check, devTools);
      if (first) shown.open(first);
    })
    .catch((error: unknown) => {
      console.error(error);
      app.exit(3);
    });
}

/** Ends only when the words are out: `app.exit` does not wait for a pipe. */
function finish(words: string, status: number): void {
  process.stdout.write(`${words}\n`, () => app.exit(status));
}
