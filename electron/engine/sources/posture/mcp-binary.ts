/** What an MCP server's program is, as far as the copy tells: a package by a runner, a file in the copy, or a file that is not there. */
import crypto from 'node:crypto';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { programName } from '../../shell/programs/agent-flags.ts';
import { entryOf, homeInCopy, withPluginRoot } from './place-in-copy.ts';
import type { McpServer } from './mcp-registries.ts';

export interface McpBinary {
  /** `none`: it is reached over the network. `unknown`: a file that the copy does not hold. `system`: a name found on PATH. */
  readonly kind: 'package' | 'in-copy' | 'unknown' | 'system' | 'container-image' | 'none';
  readonly says: string;
  readonly package: string | null;
  readonly version: string | null;
  readonly pinned: boolean | null;
  readonly path: string | null;
  readonly sha256: string | null;
  readonly fileType: string | null;
  /** Its program lies in a folder that anyone can write to and a restart empties. */
  readonly temporary: boolean;
}

const nothing: McpBinary = { kind: 'none', says: '', package: null, version: null, pinned: null, path: null, sha256: null, fileType: null, temporary: false };
const temporary = /^(?:\/private)?\/(?:tmp|var\/tmp|var\/folders|dev\/shm)(?:\/|$)|^%TEMP%|AppData[\\/]Local[\\/]Temp|^\$TMPDIR/i;
const runners: Readonly<Record<string, readonly string[]>> = { npx: [], bunx: [], pnpx: [], uvx: [], pipx: ['run'], pnpm: ['dlx'], yarn: ['dlx'], bun: ['x'], npm: ['exec', 'x'], deno: ['run'] };
const valued = /^(?:-p|--package|--from|--with|--python|--registry|--index-url|--spec)$/;

export function mcpBinary(files: EvidenceFiles, server: McpServer): McpBinary {
  const { command } = server;
  if (command === null) return { ...nothing, says: server.url === null ? 'The registry names neither a program nor an address.' : 'It is reached over the network; no program of it runs here.' };
  // A command line in one text is split; a path with blanks in it is not, and has its arguments beside it or a drive before it.
  const inOneText = server.args.length === 0 && /\s/.test(command) && !/^[A-Za-z]:[\\/]|\/ /.test(command);
  const words = [...(inOneText ? command.split(/\s+/) : [command]), ...server.args];
  const opened = words[0] === 'env' ? words.slice(1).filter((word) => !/^[A-Za-z_]\w*=/.test(word)) : words[0] === 'cmd' && /^\/c$/i.test(words[1] ?? '') ? words.slice(2) : words;
  const program = programName(opened[0] ?? '');
  const subcommands = runners[program];
  if (subcommands !== undefined) return packageOf(program, opened.slice(1), subcommands);
  if (/^(?:docker|podman)$/.test(program)) {
    const image = opened.slice(1).findLast((word) => /^[\w.-]+(?:[/:][\w./:@-]+)+$/.test(word)) ?? null;
    return { ...nothing, kind: 'container-image', package: image, pinned: image === null ? null : /@sha256:[0-9a-f]{64}$/.test(image), says: image === null ? 'A container runtime starts it; the image is not named.' : /@sha256:/.test(image) ? `A container image, pinned by its digest: ${image}.` : `A container image that is not pinned by its digest: ${image}.` };
  }
  const interpreter = /^(?:node|nodejs|bun|deno|python\d?(?:\.\d+)?|ruby|perl|bash|sh|zsh|java|dotnet)$/.test(program);
  const named = interpreter ? (opened.slice(1).find((word) => !word.startsWith('-') && /[\\/]|\.(?:[cm]?js|py|rb|sh|jar|dll)$/.test(word)) ?? null) : (opened[0] ?? '');
  const file = named === null ? null : withPluginRoot(named, server.ref.path);
  if (file === null) {
    const module = program.startsWith('python') ? opened[opened.indexOf('-m') + 1] : undefined;
    return { ...nothing, kind: module === undefined || !opened.includes('-m') ? 'unknown' : 'package', package: opened.includes('-m') ? (module ?? null) : null, pinned: false, says: opened.includes('-m') ? `A module of Python, ${module ?? ''}; its version is not named.` : `${program} runs code that the registry does not name as a file.` };
  }
  if (!/[\\/]/.test(file) && !interpreter) return { ...nothing, kind: 'system', says: `The name ${file} is looked for on PATH; which file that is, the copy does not tell.` };
  const base = server.project === null || /^[/~]|^[A-Za-z]:/.test(file) ? file : `${server.project}/${file.replace(/^\.\//, '')}`;
  const isTemporary = temporary.test(base);
  const entry = entryOf(files, base.replace(/^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)(?=[\\/])/, homeInCopy(files, server.ref.path)), server.ref.path);
  if (entry === null || entry.kind !== 'file') {
    return { ...nothing, kind: 'unknown', path: base, temporary: isTemporary, says: `${base} is not in the copy: what runs there is unknown.${entry?.kind === 'link' ? ' There is a link of that name.' : ''}${isTemporary ? ' It lies in a temporary folder.' : ''}` };
  }
  const read = files.readWhole(entry.path, 256 * 1024 * 1024);
  if (!read.ok) return { ...nothing, kind: 'unknown', path: base, temporary: isTemporary, says: `${entry.path} is in the copy and could not be read. ${read.problem.reason}` };
  const fileType = typeOf(read.value);
  return { ...nothing, kind: 'in-copy', path: entry.path, sha256: crypto.createHash('sha256').update(read.value).digest('hex'), fileType, temporary: isTemporary, says: `${entry.path} is in the copy: ${fileType}.${isTemporary ? ' It lies in a temporary folder.' : ''}` };
}

function packageOf(program: string, words: readonly string[], subcommands: readonly string[]): McpBinary {
  let named: string | null = null;
  let at = words[0] !== undefined && subcommands.includes(words[0]) ? 1 : 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    const inline = /^--(?:package|from|spec)=(.+)$/.exec(word)?.[1];
    if (inline !== undefined || /^(?:-p|--package|--from|--spec)$/.test(word)) {
      named = inline ?? words[at + 1] ?? null;
      break;
    }
    if (valued.test(word)) at += 1;
    else if (!word.startsWith('-')) {
      named = word;
      break;
    }
  }
  if (named === null) return { ...nothing, kind: 'unknown', says: `${program} fetches and runs a package that the registry does not name.` };
  const split = /^(@?[^@=<>~!\s]+)(?:@|==)?(.*)$/.exec(named);
  const version = split?.[2] === undefined || split[2] === '' ? null : split[2];
  const pinned = version !== null && /^\d+\.\d+\.\d+(?:[-+.][\w.]+)?$/.test(version);
  const source = /^(?:https?|git|github|file):|^[./]/.test(named) ? ' from an address or a folder' : '';
  return { ...nothing, kind: 'package', package: split?.[1] ?? named, version, pinned, says: `${program} fetches and runs the package ${named}${source}. ${pinned ? 'Its version is pinned.' : 'Its version is not pinned: each start can run other code.'}` };
}

function typeOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 256));
  const magic = head.toString('latin1', 0, 4);
  if (magic === '\x7fELF') return 'an ELF program (Linux)';
  if (/^(?:\xcf\xfa\xed\xfe|\xce\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]|\xca\xfe\xba\xbe)/.test(magic)) return 'a Mach-O program (macOS)';
  if (magic.startsWith('MZ')) return 'a Windows program';
  const script = /^#!\s*([^\n]{1,100})/.exec(head.toString('utf8'))?.[1];
  if (script !== undefined) return `a script for ${script.trim()}`;
  return head.includes(0) ? 'bytes of an unknown type' : 'a text file';
}
