/**
 * Goes through the evidence for files that can ask an agent to run without its questions, reads each as what it is, and
 * gathers the places. A first look at the bytes leaves out what cannot. Judges no scope and no sandbox.
 */
import { append } from '../../../../shared/append.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceEntry, EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import { bypassWords } from '../../shell/programs/agent-flags.ts';
import { includedReaders, resolved } from './ci-includes.ts';
import { ciReader, plainTaskPieces, taskPieces } from './ci-pieces.ts';
import { agentConfigPieces, codePieces, editorPieces, packagePieces } from './code-pieces.ts';
import { composePieces, devContainer, dockerPieces, environmentFile, type ReadBeside } from './container-pieces.ts';
import { frontmatterPieces, registryPieces, settingsPieces } from './config-pieces.ts';
import { type FlagPlace, findRequests, maxPlaces } from './find-requests.ts';
import { frontmatterKind } from './frontmatter.ts';
import { registryOf } from './mcp-registries.ts';
import type { FlagOrigin, Pieces } from './piece.ts';
import { cronPieces, fishPieces, launchdPieces, makePieces, powerShellPieces, shellPieces, systemdPieces } from './script-pieces.ts';
import { entryOf } from './place-in-copy.ts';
import { desktopPieces, processFilePieces, scheduledTaskPieces, tmuxPieces } from './launcher-pieces.ts';
import { historyShell } from './shell-history.ts';
import { placeOfSettings } from './settings-place.ts';
import { readTextFile, textCap } from './text-file.ts';

export interface FlagsRead {
  readonly places: readonly FlagPlace[];
  /** How many files were looked through. */
  readonly files: number;
  readonly problems: readonly ReadProblem[];
}

interface Reader {
  readonly origin: FlagOrigin;
  readonly read: (text: string) => Pieces;
}

/** Folders of other people's code and of the agent's own records: not where a run was launched from. */
const passedOver = /(^|\/)(?:node_modules|\.git(?!\/hooks\/)|objects\/(?:[0-9a-f]{2}|pack)|site-packages|\.venv|venv|\.cache|Caches|\.npm|\.cargo|\.rustup|file-history|tool-results|shell-snapshots|paste-cache|image-cache|\.claude[^/]*\/(?:todos|statsig)|\.(?:vscode|cursor)[^/]*\/extensions)(\/|$)/;
/** Folders of what was built or taken over from others, below a project: a user or a project can have such a name. */
const madeOrTaken = /(^|\/)(?!(?:Users|home)\/)[^/]+\/(?:vendor|dist|build|target|out)\//;
const noPieces: Pieces = { pieces: [], direct: [], problem: null };
const starts = /(^|\/)(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|aliases|functions|profile|zshrc|zprofile|zshenv|zlogin|zlogout|kshrc|mkshrc|envrc|xprofile|xsessionrc)|etc\/(?:profile|environment|bash\.bashrc|zsh\/\w+|bashrc|zshrc|zshenv|zprofile)|(?:\.oh-my-zsh\/custom|\.zsh|\.zshrc\.d|\.bashrc\.d|\.bash\.d|profile\.d)\/[^/]+(?:\.(?:sh|zsh|bash))?)$/;
/** Other agents' own settings, whose words are too plain for a first look. */
const agentConfigs = /(^|\/)\.codex\/.*\.toml$|(^|\/)\.aider\.conf\.ya?ml$|(^|\/)\.gemini\/settings\.json$|(^|\/)opencode\.jsonc?$|(^|\/)\.cursor\/(?:cli-config|cli|permissions)\.json$/;
const codeNames = /\.(?:[cm]?[jt]sx?|py|pyi)$/;
/** Endings of prose: `Dockerfile.md` tells of a Dockerfile and is none. A crontab is often kept as a text. */
const proseEndings = /\.(?:md|mdx|markdown|rst|adoc|org|html?)$/i;
const proseNames = /\.txt$|(^|\/)(?:README|CHANGELOG|CONTRIBUTING|NOTES|TODO|AGENTS|CLAUDE|LICENSE)[^/.]*$/i;

/** How a file is read, by its path and its first bytes; null for one that is not looked at. */
export function readerOf(path: string, head: string, inDevContainer: { readonly env: ReadonlyMap<string, string | null> } | null, beside: ReadBeside = () => null): Reader | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (proseEndings.test(name)) return { origin: 'prose', read: (text) => (frontmatterKind(path) === null ? noPieces : frontmatterPieces(path, text)) };
  const ci = ciReader(path);
  if (ci !== null) return { origin: 'ci', read: ci };
  if (name === 'package.json') return { origin: 'package-script', read: packagePieces };
  if (name === 'devcontainer.json' || name === '.devcontainer.json') return { origin: 'dev-container', read: (text) => devContainer(text, beside) };
  if (/^(?:.*[._-])?(?:Dockerfile|Containerfile)(?:[._-].*)?$/i.test(name) || /\.dockerfile$/i.test(name)) return { origin: 'container-file', read: dockerPieces };
  if (/^(?:docker-)?compose(?:[._-].*)?\.ya?ml$/i.test(name)) return { origin: 'compose', read: (text) => composePieces(text, beside) };
  if (/^(?:GNU)?makefile(?:\..*)?$/i.test(name) || name.endsWith('.mk')) return { origin: 'makefile', read: (text) => makePieces(text, false) };
  if (/^\.?justfile$/i.test(name) || name.endsWith('.just')) return { origin: 'makefile', read: (text) => makePieces(text, true) };
  if (/^[Tt]askfile(?:\..*)?\.ya?ml$/.test(name)) return { origin: 'task-file', read: taskPieces };
  if (agentConfigs.test(path)) return { origin: 'agent-config', read: (text) => agentConfigPieces(path, text) };
  if (/(^|\/)(?:\.vscode\/(?:settings|tasks)\.json|(?:Code|Code - Insiders|Cursor|VSCodium|Windsurf)\/User\/(?:settings|tasks)\.json)$|\.code-workspace$/.test(path)) return { origin: 'editor-settings', read: editorPieces };
  if (/\.plist$/.test(name) && /(^|\/)Launch(?:Agents|Daemons)\//.test(path)) return { origin: 'schedule', read: launchdPieces };
  if (/(^|\/)System32\/Tasks\//i.test(path)) return { origin: 'schedule', read: scheduledTaskPieces };
  if (/\.desktop$/.test(name)) return { origin: 'schedule', read: desktopPieces };
  if (/^\.?tmux\.conf(?:\.local)?$/.test(name)) return { origin: 'shell-start-file', read: tmuxPieces };
  if (/^Procfile(?:\..+)?$/.test(name)) return { origin: 'shell-script', read: processFilePieces };
  if (/\.(?:service|timer)$|\.service\.d\/[^/]+\.conf$/.test(path)) return { origin: 'schedule', read: (text) => systemdPieces(text, (file) => environmentFile(beside(file) ?? '')) };
  if (/(^|\/)(?:etc\/crontab|etc\/cron\.d\/[^/]+)$/.test(path)) return { origin: 'schedule', read: (text) => cronPieces(text, true) };
  if (/(^|\/)(?:var\/spool\/cron\/(?:crontabs\/|tabs\/)?[^/]+|[^/]*crontab[^/]*)$/.test(path) || /\.cron$/.test(name)) return { origin: 'schedule', read: (text) => cronPieces(text, false) };
  if (name === 'config.fish' || (name.endsWith('.fish') && /(^|\/)fish\/(?:conf\.d|functions)\//.test(path))) return { origin: 'shell-start-file', read: (text) => fishPieces(text, 'shell-start-file') };
  if (/(?:^|_)(?:profile|Profile)\.ps1$/.test(name)) return { origin: 'shell-start-file', read: (text) => powerShellPieces(text, 'shell-start-file') };
  if (starts.test(path)) return { origin: 'shell-start-file', read: (text) => shellPieces(text, 'shell-start-file') };
  const scripts: FlagOrigin = inDevContainer === null ? 'shell-script' : 'dev-container';
  if (/\.fish$/.test(name) || /^#!.*\bfish\b/.test(head)) return { origin: scripts, read: (text) => fishPieces(text, scripts) };
  if (/\.psm?1$/.test(name) || /^#!.*\bpwsh\b/.test(head)) return { origin: scripts, read: (text) => powerShellPieces(text, scripts) };
  if (/\.(?:cmd|bat)$/i.test(name)) return { origin: scripts, read: (text) => batchPieces(text, scripts) };
  if (/\.(?:sh|bash|zsh|ksh|command|tool)$/.test(name) || /^#!.*\b(?:ba|z|k|da|a)?sh\b/.test(head) || (/(^|\/)(?:\.git\/hooks|\.husky)\//.test(path) && !name.endsWith('.sample'))) {
    return { origin: scripts, read: (text) => inContainer(shellPieces(text, scripts, inDevContainer?.env, "the container's environment"), scripts) };
  }
  if (registryOf(path)?.format === 'json') return { origin: 'agent-config', read: registryPieces };
  if (codeNames.test(name)) return { origin: 'source-code', read: (text) => codePieces(text, /\.pyi?$/.test(name)) };
  if (/^#!.*\bpython/.test(head)) return { origin: 'source-code', read: (text) => codePieces(text, true) };
  if (/^#!.*\b(?:node|bun|deno)\b/.test(head)) return { origin: 'source-code', read: (text) => codePieces(text, false) };
  if (/(^|\/)bin\/[^/.]+$/.test(path)) return { origin: scripts, read: (text) => shellPieces(text, scripts) };
  if (proseNames.test(path)) return { origin: 'prose', read: () => noPieces };
  if (/\.env(?:\..*)?$/.test(name)) return { origin: scripts, read: (text) => shellPieces(text, scripts) };
  if (/\.ya?ml$/.test(name)) return { origin: 'task-file', read: (text) => plainTaskPieces(text) };
  return null;
}

function inContainer(pieces: Pieces, origin: FlagOrigin): Pieces {
  return origin === 'dev-container' ? { ...pieces, pieces: pieces.pieces.map((piece) => ({ ...piece, container: true })) } : pieces;
}

/** cmd.exe: `set NAME=1` holds for the lines below; `REM` and `::` are comments; `^` continues a line. */
function batchPieces(text: string, origin: FlagOrigin): Pieces {
  const turned = text.replace(/^([ \t]*)(?:@?rem\b|::)/gim, (whole, blank: string) => `${blank}#${' '.repeat(whole.length - blank.length - 1)}`).replace(/\^(\r?)\n/g, (_whole, carriage: string) => `${carriage === '' ? '' : ' '}\\\n`).replace(/^([ \t]*)@/gm, '$1 ');
  const exports = turned.replace(/(^[ \t]*|[&(][ \t]*)set[ \t]+"?([A-Za-z_]\w*)=([^"\r\n&|)]*)"?/gim, (_whole, blank: string, name: string, value: string) => `${blank}export ${name}=${value.trim() === '' ? '' : `'${value.trim().replaceAll("'", '')}'`}`);
  const read = shellPieces(exports.replaceAll('\\', (sign, at: number) => (exports[at + 1] === '\n' || exports[at + 1] === '\r' ? sign : '/')).replace(/\bcall[ \t]+(?=\S)/gi, (whole) => ' '.repeat(whole.length)), origin);
  // Positions shift where a `set` became an export, so lines are found by the words themselves.
  return { ...read, pieces: read.pieces.map((piece) => ({ ...piece, start: 0, end: text.length, exact: false })) };
}

/** Files that a file names, relative to its folder; absolute ones by where the copy has them. */
function besideOf(files: EvidenceFiles, path: string): ReadBeside {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return (written) => {
    const home = /^(.*?(?:Users|home)\/[^/]+|(?:.*\/)?root)\//.exec(path)?.[1];
    const found = /^(?:%h|~|\$HOME)\//.test(written) && home !== undefined ? `${home}/${written.slice(written.indexOf('/') + 1)}` : written.startsWith('/') ? entryOf(files, written, path)?.path : resolved(`${folder}${written}`);
    if (found === undefined || files.entries.get(found)?.kind !== 'file') return null;
    const read = readTextFile(files, found, 1024 * 1024);
    return read.ok ? read.file.text : null; // What is wrong with the file is said when it is read for itself.
  };
}

const headBytes = 160;
/** What names a bypass in a file of no known kind is shown as that: nothing is known to run it. */
const unknownFile: Reader = { origin: 'prose', read: () => noPieces };

export async function readFlags(files: EvidenceFiles, skip: (path: string) => boolean, pace: Pace): Promise<FlagsRead> {
  const places: FlagPlace[] = [];
  const problems: ReadProblem[] = [];
  let looked = 0;
  const containers = new Map<string, ReturnType<typeof devContainer>>();
  const included = includedReaders(files);
  const candidates = [...files.entries.values()].filter((entry) => entry.kind === 'file' && !passedOver.test(entry.path) && !(madeOrTaken.test(entry.path) && (codeNames.test(entry.name) || proseEndings.test(entry.name) || (!entry.name.includes('.') && readerOf(entry.path, '', null) === null))) && historyShell(entry.path) === null && !skip(entry.path) && (included.has(entry.path) || worthALook(files, entry)));
  for (const entry of candidates) {
    if (pace.due()) await pace.breathe();
    if (entry.bytes > textCap) {
      // A large file of prose or data asks for nothing; a script that large is worth a line in the ledger.
      if (!proseEndings.test(entry.path) && !proseNames.test(entry.path) && !codeNames.test(entry.path)) problems.push(fileProblem(entry.path, `Larger than ${textCap / 1024 / 1024} MB: not read for launch flags. Its bytes are hashed.`));
      continue;
    }
    const read = readTextFile(files, entry.path);
    if (!read.ok) {
      if (!toldElsewhere(files, entry.path) && readerOf(entry.path, '', null) !== null) problems.push(read.problem);
      continue;
    }
    looked += 1;
    const { file } = read;
    // In JSON the words can stand as escapes, so settings are read without a first look.
    if (!bypassWords.test(file.text) && !agentConfigs.test(entry.path) && placeOfSettings(files, entry.path) === null) continue;
    const takenIn = included.get(entry.path);
    const reader = takenIn !== undefined ? { origin: 'ci' as const, read: takenIn } : readerIn(files, entry.path, file.text.slice(0, headBytes), containerOf(files, entry.path, containers)) ?? unknownFile;
    const made = reader.read(file.text);
    const look = besideOf(files, entry.path);
    const pieces = { ...made, pieces: made.pieces.map((piece) => ({ ...piece, look })) };
    if (pieces.problem !== null && !toldElsewhere(files, entry.path)) problems.push(fileProblem(entry.path, `Not read to its end for launch flags: ${pieces.problem}.`));
    const found = findRequests(file, pieces, reader.origin);
    if (found.length >= maxPlaces) problems.push(fileProblem(entry.path, `It names the bypass in more than ${maxPlaces} places; the first ${maxPlaces} are listed.`));
    append(places, found);
  }
  return { places, files: looked, problems };
}

/** What cannot be read of settings and registries is said by those who read them as such. */
const toldElsewhere = (files: EvidenceFiles, path: string): boolean => placeOfSettings(files, path) !== null || registryOf(path) !== null;

/** Settings are known by what lies beside them too, other files by their names and first bytes. */
function readerIn(files: EvidenceFiles, path: string, head: string, containers: ReturnType<typeof containerOf> = null): Reader | null {
  const place = placeOfSettings(files, path);
  if (place !== null) return { origin: 'settings', read: (text) => settingsPieces(path, place, text) };
  return readerOf(path, head, containers, besideOf(files, path));
}

/** Names that some reader knows, and names without an ending, which can be scripts. */
function worthALook(files: EvidenceFiles, entry: EvidenceEntry): boolean {
  if (entry.bytes === 0) return false;
  return readerOf(entry.path, '', null) !== null || placeOfSettings(files, entry.path) !== null || (!entry.name.slice(1).includes('.') && entry.bytes <= 262_144);
}

/** The development container whose folder a script lies in; its environment counts where its file names the script. */
function containerOf(files: EvidenceFiles, path: string, known: Map<string, ReturnType<typeof devContainer>>): { readonly env: ReadonlyMap<string, string | null> } | null {
  const found = /^(.*(?:^|\/)\.devcontainer)\//.exec(path)?.[1];
  if (found === undefined) return null;
  const folder = path.slice(0, path.lastIndexOf('/'));
  for (const place of new Set([folder, found])) {
    const config = `${place}/devcontainer.json`;
    if (files.entries.get(config)?.kind !== 'file') continue;
    let read = known.get(config);
    if (read === undefined) {
      const text = readTextFile(files, config);
      read = devContainer(text.ok ? text.file.text : '', besideOf(files, config));
      known.set(config, read);
    }
    if (read.commands.includes(path.slice(path.lastIndexOf('/') + 1))) return { env: read.env };
  }
  return { env: new Map() };
}
