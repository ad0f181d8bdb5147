/**
 * What Playwright tells of a run, kept in the file that POSTFLIGHT_RESULTS names from the first test on: a runner that does
 * not end has told it all the same.
 */
import { writeFileSync } from 'node:fs';

/**
 * @typedef {object} Results
 * @property {number} total  Tests that are to run.
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} errors  What went wrong outside any test, e.g. in a file that cannot be loaded.
 */

/** A reporter by Playwright's interface `Reporter`. */
export default class ResultsReporter {
  /** @type {Results} */
  results = { total: 0, passed: 0, failed: 0, skipped: 0, errors: 0 };

  printsToStdio() {
    return false;
  }

  /**
   * @param {import('playwright/types/testReporter').FullConfig} _config
   * @param {import('playwright/types/testReporter').Suite} suite
   */
  onBegin(_config, suite) {
    this.results.total = suite.allTests().length;
    this.keep();
  }

  /** @param {import('playwright/types/testReporter').TestCase} test */
  onTestEnd(test) {
    const outcome = test.outcome();
    // A second try would hide a race of ours: what passes only then has failed.
    this.results[outcome === 'expected' ? 'passed' : outcome === 'skipped' ? 'skipped' : 'failed'] += 1;
    this.keep();
  }

  onError() {
    this.results.errors += 1;
    this.keep();
  }

  keep() {
    const file = process.env['POSTFLIGHT_RESULTS'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(this.results));
  }
}
