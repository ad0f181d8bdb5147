/** Reads the app's command line. Knows nothing of Electron: Chromium's own switches are passed over. */
import { resolve } from 'node:path';

/** What the command line asks for. */
export type Wish =
  | { readonly kind: 'window'; readonly open: OpenWish | null }
  | { readonly kind: 'report'; readonly open: OpenWish; readonly out: string; readonly caseFile: string | null; readonly policy: string | null }
  | { readonly kind: 'wrong'; readonly reason: string };

export type OpenWish = { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'sample' };

/** Our own words: `--open FOLDER`, `-- FOLDER`, `--sample`, `--report FOLDER --out FILE [--case FILE] [--policy FILE]`, `--report-sample --out FILE`. */
export interface CommandLine {
  readonly wish: Wish;
  /** Where settings, the sample and Chromium's files go instead of the system's place. */
  readonly userData: string | null;
}

const withValue = ['--open', '--report', '--out', '--case', '--policy', '--user-data'] as const;

/** `words` begin after the program and, where it is a bare Electron, after the app's folder. */
export function readCommandLine(words: readonly string[], workingFolder: string): CommandLine {
  const given = new Map<string, string>();
  let sample = false;
  let reportSample = false;
  let index = 0;
  const wrong = (reason: string): CommandLine => ({ wish: { kind: 'wrong', reason }, userData: null });
  for (; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') {
      const folder = words[index + 1];
      if (folder !== undefined) given.set('--open', folder);
      break;
    }
    if (word === '--sample') sample = true;
    else if (word === '--report-sample') reportSample = true;
    else {
      const name = withValue.find((option) => word === option || word.startsWith(`${option}=`));
      if (name === undefined) continue;
      const value = word === name ? words[++index] : word.slice(name.length + 1);
      if (value === undefined || value === '') return wrong(`${name} needs a value.`);
      given.set(name, value);
    }
  }
  const path = (name: (typeof withValue)[number]) => {
    const value = given.get(name);
    return value === undefined ? null : resolve(workingFolder, value);
  };
  const userData = path('--user-data');
  const report = path('--report');
  if (report !== null || reportSample) {
    const out = path('--out');
    if (out === null) return wrong('A report needs --out FILE.');
    const open: OpenWish = report === null ? { kind: 'sample' } : { kind: 'folder', path: report };
    return { wish: { kind: 'report', open, out, caseFile: path('--case'), policy: path('--policy') }, userData };
  }
  const folder = path('--open');
  if (folder !== null) return { wish: { kind: 'window', open: { kind: 'folder', path: folder } }, userData };
  return { wish: { kind: 'window', open: sample ? { kind: 'sample' } : null }, userData };
}
