/** The Debian packages that Electron and its tests need: finds what is missing, and installs it where it may. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Each need with the names it has had, oldest first: Debian 13 and Ubuntu 24.04 renamed some for 64-bit time. */
const forElectron = [
  ['xvfb'],
  ['xauth'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libdrm2'],
];
/** pdftotext and pdfinfo, with which the tests read the report back. */
const forTests = [['poppler-utils']];

function isDebianLike() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @param {readonly string[]} names */
function isInstalled(names) {
  return names.some((name) => {
    const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
    return query.status === 0 && query.stdout === 'installed';
  });
}

/** @param {readonly string[]} names */
function offered(names) {
  // `policy` prints "Candidate: (none)" for a name that others only provide.
  const known = names.find((name) => {
    const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
    return /^\s+Candidate: (?!\(none\))/m.test(policy.stdout ?? '');
  });
  return known ?? names[0] ?? '';
}

/**
 * What Electron and its tests need.
 * @param {{ tests: boolean, say?: (line: string) => void }} options
 */
export function seeToSystemPackages({ tests, say = (line) => console.error(line) }) {
  seeToPackages([...forElectron, ...(tests ? forTests : [])], say);
}

/**
 * Installs as root; otherwise prints the one line to run. On other systems it does nothing: there the packages have other
 * names, and whoever needs them says what is missing.
 * @param {readonly (readonly string[])[]} needs
 * @param {(line: string) => void} say
 */
export function seeToPackages(needs, say) {
  if (process.platform !== 'linux' || !isDebianLike()) return;
  const missing = needs.filter((names) => !isInstalled(names));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    say(`Some system packages are missing. Run: sudo apt-get install -y ${missing.map(offered).join(' ')}`);
    return;
  }
  say(`Installing system packages: ${missing.map((names) => names[0]).join(' ')} ...`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing.map(offered)], {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    say(`They could not be installed. Run: apt-get install -y ${missing.map(offered).join(' ')}`);
  }
}
