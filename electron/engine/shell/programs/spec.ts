/** What a program's table says of its arguments. Data only: no program is named here. */

/**
 * What an argument is to the program. `move`: read and then deleted. `data`, `form`: curl's ways to send a literal or a
 * file. `lookup`: a name, a record's type or `@server`, as `dig` takes them. `folder`: where it works, and writes if it installs.
 * `ssh`: a setting of `ssh`. `proxy`, `connect`: where the connection goes instead. `remote`: a path, or `host:path`. `shell`: code for a shell. `pattern`, `code`, `none`: no file. `directory`: where the rest is written.
 */
export type Role =
  | 'read'
  | 'write'
  | 'delete'
  | 'move'
  | 'metadata'
  | 'execute'
  | 'url'
  | 'host'
  | 'lookup'
  | 'ssh'
  | 'folder'
  | 'proxy'
  | 'connect'
  | 'remote'
  | 'upload'
  | 'data'
  | 'form'
  | 'cookie'
  | 'directory'
  | 'pattern'
  | 'code'
  | 'shell'
  | 'none';

export interface ProgramSpec {
  /** Names, separated by spaces. */
  readonly names: string;
  /** Short options that take a value. */
  readonly short?: string;
  /** Long options that take a value, separated by spaces, with dashes. */
  readonly long?: string;
  readonly singleDash?: boolean;
  /** Option → role of its value. */
  readonly roles?: Readonly<Record<string, Role>>;
  /** Role of each operand that `first` and `last` leave. */
  readonly operands?: Role;
  readonly first?: Role;
  /** `first` holds only where none of these options stands (`grep -e`). */
  readonly firstUnless?: readonly string[];
  /** Role of the last of at least two operands, where no option names a directory (`cp -t`). */
  readonly last?: Role;
  /** With one of these options, operands that are read are written (`sed -i`). */
  readonly writesWith?: readonly string[];
  /** With one of these options, operands that are read are deleted too (`gzip`, unless `-k`). */
  readonly recursiveWith?: readonly string[];
  readonly recursive?: boolean;
  /** Standard output carries no content of what is read (`wc`, `md5sum`). */
  readonly quiet?: boolean;
  /** It reaches the network; which way when nothing is sent. */
  readonly network?: 'in' | 'out' | 'both' | 'unknown';
  /** Without an address of its own it reaches what stands in its settings, or nothing: no contact is noted. */
  readonly named?: true;
  /** Options whose value is the port of the host that is named; `portOperand`: the operand behind the host is. */
  readonly ports?: readonly string[];
  readonly portOperand?: true;
  /** Only these subcommands reach the network. */
  readonly networkWith?: ReadonlySet<string>;
  /** Standard input is sent. */
  readonly sendsInput?: boolean;
  /** Turns bytes back into what they were, always or with one of these options. */
  readonly decodesWith?: readonly string[];
  readonly decodes?: boolean;
  /** What it fetches is saved under the URL's own last part, with one of these options or unless one of those stands. */
  readonly saves?: { readonly with?: readonly string[]; readonly unless?: readonly string[] };
  /** Options whose file lies in the folder that another option names. */
  readonly inDirectory?: readonly string[];
  /** A file takes the place of each that is read, under this ending or without it; the first stays with one of these options. */
  readonly replaces?: { readonly ending: string; readonly takenOff: boolean; readonly keeps: readonly string[] };
  /** Packs what it reads into one file or stream. */
  readonly archives?: boolean;
}

/** A space-separated list as a set. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
