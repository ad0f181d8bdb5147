/** Ways in which a program that does something else starts a shell command, as data: editors, pagers, packers, debuggers. */

export interface Escape {
  /** Options whose value is shell code, separated by spaces. */
  readonly options?: string;
  /** Shell code inside an argument: the first group. */
  readonly within?: RegExp;
  /** Shell code in what stands on standard input: the first group of each match. */
  readonly input?: RegExp;
  /** Standard input is shell code as a whole. */
  readonly inputIsCode?: true;
}

const editor: Escape = { within: /(?:^\+?:?\s*|\|\s*)(?:sil(?:ent)?!?\s+)?!\s*([^!].*)$|^\+?:?(?:call\s+)?(?:system|termopen|term(?:inal)?)\s*\(?\s*["']?([^"')]+)|os\.execute\(["'](.+?)["']\)/s, input: /^:?!\s*(\S.*)$/m };
const client = /^\\?!\s*(.+)$/;

export const escapes: ReadonlyMap<string, Escape> = new Map(
  Object.entries<Escape>({
    'vi vim nvim view rvim ex vimdiff gvim': editor,
    'ed red': { input: /^!\s*(.+)$/m },
    'emacs emacsclient': { within: /\(\s*(?:shell-command(?:-to-string)?|call-process-shell-command|term|ansi-term|async-shell-command)\s+"((?:[^"\\]|\\.)+)"/ },
    'less more most man': { options: '-P --pager', within: /^\+!\s*(.+)$/ },
    'gdb lldb': { within: /^(?:shell|!|platform\s+shell|make)\s*(.+)$/s, input: /^(?:shell|!|platform\s+shell)\s*(.+)$/m },
    'psql pgcli': { within: /\\!\s*(.+?)\s*$|\b(?:to|from)\s+program\s+'((?:[^']|'')+)'/is, input: /\\!\s*(.+)$|\b(?:to|from)\s+program\s+'((?:[^']|'')+)'/im },
    'mysql mariadb mycli': { within: /(?:\\!|^\s*system)\s+(.+?)\s*;?\s*$/is, input: /^(?:\\!|system)\s+(.+)$/im },
    'sqlite3 sqlite': { within: /^\.(?:shell|system)\s+(.+)$/s, input: /^\.(?:shell|system)\s+(.+)$/m },
    'ftp sftp lftp ncftp smbclient telnet irb': { within: /^!\s*(.+)$/, input: /^!\s*(.+)$/m },
    'mongo mongosh': { within: /\brun(?:Program|MongoProgram)?\s*\(\s*["']([^"']+)/ },
    sort: { options: '--compress-program' },
    split: { options: '--filter' },
    zip: { options: '-TT --unzip-command' },
    scp: { options: '-S' },
    'mutt mailx mail': { within: client, input: /^~!\s*(.+)$/m },
    'sed gsed': { within: /(?:^|[;}\s])\d*[,\d$]*e\s+([a-z/][\w./-]*(?:\s.*)?)$/s },
    'make gmake': { options: '--eval', within: /\$\(shell\s+([^)]+)\)/, input: /^\t[@+-]*(.+)$|^[\w./ -]+:[^=;\n]*;[@+ \t-]*(.+)$/m },
    cmake: { within: /\bCOMMAND\s+([^)]+)\)/ },
    'wget wget2': { options: '--use-askpass' },
    'apt apt-get dpkg aptitude': { within: /::(?:Pre|Post)-(?:Invoke|Install-Pkgs)(?:::)?=(.+)$/s },
    'npm pnpm yarn': { options: '-c --call --script-shell', within: /^scripts\.[\w:.-]+=(.+)$/s },
    'start-stop-daemon': { options: '-x --exec -a --startas' },
    bpftrace: { within: /\bsystem\s*\(\s*"((?:[^"\\]|\\.)+)"/ },
    crontab: { input: /^\s*(?:@\w+|(?:[\d*/,-]+\s+){5})\s*(?:root\s+)?(.+)$/m },
    'at batch': { inputIsCode: true },
    expect: { within: /\b(?:spawn|system|exec)\s+([^;}\n]+)/ },
    su: { inputIsCode: true },
    'pip pip3': { within: /^--global-option=(.+)$/ },
    nmap: { within: /os\.execute\(["'](.+?)["']\)/ },
    openvpn: { options: '--up --down --route-up --ipchange --tls-verify' },
    tcpdump: { options: '-z' },
    'ansible ansible-playbook': { options: '-a --args' },
    'xdg-open nodemon': { options: '-x --exec' },
    'multitime hyperfine': { options: '--prepare --setup --cleanup' },
  }).flatMap(([names, way]) => names.split(' ').map((name) => [name, way] as const)),
);
