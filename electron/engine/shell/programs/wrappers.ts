/** Programs that run the program named in their arguments, as data: how many arguments stand before it. */

export interface Wrapper {
  /** Short options that take a value. */
  readonly short?: string;
  /** Long options that take a value, separated by spaces. */
  readonly long?: string;
  /** Operands before the inner program, e.g. `timeout 5 …`. */
  readonly before?: number;
  /** `NAME=value` may stand before the inner program. */
  readonly assigns?: boolean;
  readonly privileged?: boolean;
  /** With one of these options nothing is run (`command -v`). */
  readonly not?: readonly string[];
  /** Options whose value is `NAME=value` for the inner program. */
  readonly sets?: readonly string[];
  /** Option that changes the working directory. */
  readonly directory?: readonly string[];
  readonly context?: 'remote' | 'container';
  /** The wrapper runs its inner program only after one of these subcommands (`uv run`). */
  readonly after?: readonly string[];
  /** The wrapper is worth a fact of its own beside what it runs. */
  readonly own?: boolean;
  /** Options whose value is shell code (`su -c`). */
  readonly code?: readonly string[];
  /** The words after it are joined and given to a shell (`watch`). */
  readonly joins?: boolean;
}

const run = ['run'];
const exec = ['exec'];

export const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { short: 'ugCcDhpRrTtU', long: '--user --group --close-from --chdir --host --prompt --chroot --role --type --command-timeout --other-user', assigns: true, privileged: true, not: ['-l', '-v', '-k', '-K', '-V', '--list', '--validate'], directory: ['-D', '--chdir'] },
  doas: { short: 'uC', privileged: true, not: ['-L'] },
  pkexec: { long: '--user', privileged: true },
  gosu: { before: 1, privileged: true },
  'su-exec': { before: 1, privileged: true },
  env: { short: 'uCS', long: '--unset --chdir --split-string', assigns: true, directory: ['-C', '--chdir'] },
  nice: { short: 'n', long: '--adjustment' },
  ionice: { short: 'cnpPu', long: '--class --classdata' },
  nohup: {},
  setsid: {},
  disown: {},
  stdbuf: { short: 'ioe', long: '--input --output --error' },
  time: { short: 'fo', long: '--format --output' },
  gtime: { short: 'fo' },
  timeout: { short: 'ks', long: '--kill-after --signal', before: 1 },
  gtimeout: { short: 'ks', long: '--kill-after --signal', before: 1 },
  command: { not: ['-v', '-V'] },
  builtin: {},
  exec: { short: 'a' },
  chroot: { long: '--userspec --groups', before: 1 },
  flock: { short: 'wEc', long: '--timeout --conflict-exit-code', before: 1, code: ['-c'] },
  watch: { short: 'nq', long: '--interval', joins: true },
  su: { short: 'cgGsw', long: '--command --group --shell', code: ['-c', '--command'], before: 99, privileged: true },
  runuser: { short: 'cgGsu', long: '--command --group --shell --user', code: ['-c', '--command'], privileged: true, before: 0 },
  'nix-shell': { short: 'pAI', code: ['--run', '--command'], long: '--run --command', before: 99 },
  strace: { short: 'eoapsuPSEbIXO', long: '--trace --output' },
  ltrace: { short: 'eoapsuFlnx' },
  unbuffer: {},
  torsocks: { short: 'uPai' },
  torify: {},
  proxychains: { short: 'f' },
  proxychains4: { short: 'f' },
  busybox: {},
  toybox: {},
  chronic: {},
  caffeinate: { short: 'tw' },
  fakeroot: { short: 'lsib' },
  firejail: {},
  lvm: {},
  'systemd-run': { own: true, short: 'pMHEutG', long: '--unit --property --slice --description --uid --gid --nice --working-directory --setenv --on-active --on-calendar --service-type --machine --host', directory: ['--working-directory'], sets: ['-E', '--setenv'] },
  taskset: { short: 'c', before: 1 },
  numactl: { short: 'NmCpi' },
  prlimit: {},
  chrt: { before: 1 },
  setarch: { before: 1 },
  unshare: { short: 'SGRw', long: '--setuid --setgid --root --wd' },
  nsenter: { short: 'tSGrw', long: '--target --setuid --setgid --root --wd' },
  setpriv: { long: '--reuid --regid --groups --ruid --euid --securebits --inh-caps --bounding-set' },
  capsh: { not: ['--print'] },
  'dbus-run-session': {},
  'xvfb-run': { short: 'enfspw', long: '--server-num --server-args' },
  eatmydata: {},
  winpty: {},
  vagrant: { after: ['ssh'], short: 'c', long: '--command', code: ['-c', '--command'] },
  'flatpak-spawn': { long: '--directory --env', directory: ['--directory'] },
  toolbox: { after: run, short: 'cdr', long: '--container --distro --release' },
  distrobox: { after: ['enter'], short: 'n', long: '--name', before: 1 },
  npm: { after: ['exec', 'x'], short: 'c', long: '--package --call --workspace', code: ['-c', '--call'] },
  shx: {},
  watchexec: { short: 'weifdsW', long: '--watch --exts --ignore --filter --debounce --signal --shell --workdir' },
  entr: {},
  wsl: { short: 'du', long: '--distribution --user --cd --distribution-id --shell-type', not: ['-l', '--list', '--install', '--status', '--shutdown', '--update', '--terminate', '-t', '--unregister', '--export', '--import', '--set-default', '-s', '--set-version'], directory: ['--cd'] },
  arch: {},
  sshpass: { short: 'pfde' },
  'ssh-agent': { short: 'aEtO' },
  npx: { own: true, short: 'pc', long: '--package --call --registry', code: ['-c', '--call'] },
  bunx: { own: true, long: '--package' },
  pnpx: { own: true },
  uvx: { own: true, long: '--from --with --python --index-url' },
  uv: { after: run, long: '--with --python --project --directory --extra --group --env-file' },
  poetry: { after: run },
  pipenv: { after: run },
  pdm: { after: run },
  hatch: { after: run },
  pipx: { after: run, long: '--spec' },
  bundle: { after: exec },
  conda: { after: run, short: 'np', long: '--name --prefix' },
  mamba: { after: run, short: 'np' },
  pnpm: { after: ['exec', 'dlx'], short: 'C', long: '--filter --dir' },
  yarn: { after: ['exec', 'dlx', 'run'], long: '--cwd' },
  mise: { after: ['exec', 'x'] },
  asdf: { after: exec, before: 1 },
  rbenv: { after: exec },
  direnv: { after: exec, before: 1 },
  op: { after: run, long: '--env-file --account' },
  doppler: { after: run, short: 'pct', long: '--project --config --token' },
  'aws-vault': { after: exec, before: 1, short: 'd', long: '--duration' },
  chamber: { after: exec, before: 1 },
  'dotenv-cli': { short: 'e' },
  dotenvx: { after: run, short: 'f' },
  dotenv: { short: 'ef' },
  tsocks: {},
  script: { short: 'cIOBTmo', long: '--command', code: ['-c', '--command'], before: 1 },
};
