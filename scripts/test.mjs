/** `npm test`: check, build, then the real Electron. Ends with one line, `N passed, N failed`. */
import { check, sum } from './check.mjs';
import { runEndToEnd } from './e2e.mjs';
import { seeToSystemPackages } from './system-packages.mjs';

// First of all: some unit tests use the same programs.
seeToSystemPackages({ tests: true });
const checked = await check({ thorough: true });
/** @type {import('./e2e.mjs').Counts} */
let ran = { passed: 0, failed: 1, skipped: 0 };
try {
  ran = await runEndToEnd([]);
  if (ran.passed + ran.failed === 0) {
    console.log('No end-to-end test ran: that is a failure.');
    ran = { passed: 0, failed: 1, skipped: 0 };
  }
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
const { passed, failed, skipped } = sum(checked, ran);
if (skipped > 0) console.log(`${skipped} tests were skipped: each counts as failed.`);
console.log(`${passed} passed, ${failed + skipped} failed`);
// Nothing that a runner may have left behind is to keep this from ending.
process.stdout.write('', () => process.exit(failed + skipped > 0 ? 1 : 0));
