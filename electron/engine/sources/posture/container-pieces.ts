/** Dockerfiles, compose files and development containers as pieces of shell text, each with the container's environment. */
import { editorSettings } from './editor-settings.ts';
import { decodedPiece, type Piece, type Pieces } from './piece.ts';
import { at, environmentOf, readJsonTree, readYamlTree, textOf, textsOf, type Tree } from './tree.ts';

const containerEnv = "the container's environment";

/** `ENV` holds from its line to the end of the stage, and for stages built from it. */
export function dockerPieces(text: string): Pieces & { readonly env: ReadonlyMap<string, string | null> } {
  const pieces: Piece[] = [];
  const stages = new Map<string, ReadonlyMap<string, string | null>>();
  let env = new Map<string, string | null>();
  let name = '';
  const lines = text.split('\n');
  const continuation = /^#\s*escape=`/im.test(lines[0] ?? '') ? '`' : '\\';
  let position = 0;
  for (let number = 0; number < lines.length; number++) {
    const start = position;
    let line = (lines[number] ?? '').replace(/\r$/, '');
    position += (lines[number] ?? '').length + 1;
    if (/^\s*#/.test(line) || line.trim() === '') continue;
    let logical = line;
    while (logical.trimEnd().endsWith(continuation) && number + 1 < lines.length) {
      number += 1;
      line = (lines[number] ?? '').replace(/\r$/, '');
      position += (lines[number] ?? '').length + 1;
      // Comment lines inside a continued instruction are left out by Docker.
      if (/^\s*#/.test(line)) {
        logical = `${logical.trimEnd()}`;
        continue;
      }
      logical = `${logical.trimEnd().slice(0, -1)}\n${line}`;
    }
    const instruction = /^\s*(?:ONBUILD\s+)?([A-Za-z]+)\s+/.exec(logical);
    if (instruction?.[1] === undefined) continue;
    let rest = logical.slice(instruction[0].length);
    const verb = instruction[1].toUpperCase();
    const heredoc = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/.exec(rest);
    if ((verb === 'RUN' || verb === 'COPY') && heredoc?.[2] !== undefined) {
      const ends = heredoc[2];
      const body: string[] = [];
      while (number + 1 < lines.length) {
        number += 1;
        line = (lines[number] ?? '').replace(/\r$/, '');
        position += (lines[number] ?? '').length + 1;
        if (line.trim() === ends) break;
        body.push(line);
      }
      rest = verb === 'RUN' ? body.join('\n') : '';
    }
    switch (verb) {
      case 'FROM': {
        if (name !== '') stages.set(name, env);
        const from = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest);
        env = new Map(stages.get((from?.[1] ?? '').toLowerCase()) ?? []);
        name = (from?.[2] ?? '').toLowerCase();
        break;
      }
      case 'ENV': {
        if (/^[A-Za-z_]\w*\s+[^=]/.test(rest) && !/^[A-Za-z_]\w*=/.test(rest)) {
          const old = /^([A-Za-z_]\w*)\s+(.*)$/s.exec(rest);
          if (old?.[1] !== undefined) env.set(old[1], unquoted((old[2] ?? '').trim()));
        } else for (const match of rest.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/g)) if (match[1] !== undefined) env.set(match[1], unquoted(match[2] ?? ''));
        break;
      }
      case 'RUN':
      case 'CMD':
      case 'ENTRYPOINT':
      case 'SHELL':
      case 'HEALTHCHECK': {
        const body = verb === 'HEALTHCHECK' ? rest.replace(/^(?:--\S+\s+)*CMD\s+/i, '') : rest.replace(/^(?:--\S+\s+)+/, '');
        const words = execForm(body);
        pieces.push(decodedPiece(words === null ? body.replace(/\n/g, ' \\\n') : words.join(' '), start, Math.min(position, text.length), 'container-file', {
          ...(words === null ? {} : { argv: words }),
          ...(heredoc !== null && verb === 'RUN' ? { text: body } : {}),
          env: new Map(env), envFrom: 'ENV before it in the same stage', container: true,
          reach: verb === 'RUN' ? 'each build of the image' : 'each container that is started from the image',
        }));
        break;
      }
      default:
    }
  }
  return { pieces, direct: [], problem: null, env };
}

function execForm(body: string): readonly string[] | null {
  const trimmed = body.trim();
  if (!trimmed.startsWith('[')) return null;
  const { roots, problem } = readJsonTree(trimmed);
  return problem !== null || roots[0]?.kind !== 'list' ? null : textsOf(roots[0]);
}

function unquoted(text: string): string | null {
  const plain = text.replace(/^(['"])(.*)\1$/s, '$2');
  return plain.includes('$') ? null : plain;
}

/** Reads a file of the copy by its path beside the file that names it; null where there is none. */
export type ReadBeside = (path: string) => string | null;
const nothingBeside: ReadBeside = () => null;

/** `NAME=value` lines of an `env_file`. */
export function environmentFile(text: string): ReadonlyMap<string, string | null> {
  const env = new Map<string, string | null>();
  for (const line of text.split('\n')) {
    const pair = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line.replace(/\r$/, ''));
    if (pair?.[1] !== undefined) env.set(pair[1], unquoted((pair[2] ?? '').replace(/^([^'"#]*?)\s+#.*$/, '$1')));
  }
  return env;
}

/** What `env_file` names: a path, a list of them, or maps with a path. What the copy lacks adds nothing. */
function envFiles(tree: Tree | undefined, beside: ReadBeside): ReadonlyMap<string, string | null> {
  const paths = tree === undefined ? [] : tree.kind === 'list' ? tree.items.flatMap((item) => textOf(item) ?? textOf(at(item, 'path')) ?? []) : textsOf(tree);
  return new Map(paths.slice(0, 50).flatMap((path) => [...environmentFile(beside(path) ?? '')]));
}

const mostExtends = 8;

/** A service's environment: of the service that it extends, then of its files, then its own. */
function serviceEnvironment(root: Tree, service: Tree, beside: ReadBeside, depth = 0): ReadonlyMap<string, string | null> {
  const extended = at(service, 'extends');
  const name = textOf(extended) ?? textOf(at(extended, 'service'));
  const file = textOf(at(extended, 'file'));
  const other = file === null ? root : readYamlTree(beside(file) ?? '').roots[0];
  const parent = name === null || other === undefined ? undefined : at(other, 'services', name);
  const above = parent === undefined || other === undefined || parent === service || depth >= mostExtends ? [] : [...serviceEnvironment(other, parent, beside, depth + 1)];
  return new Map([...above, ...envFiles(at(service, 'env_file'), beside), ...environmentOf(at(service, 'environment'))]);
}

/** Each service's command and entry point, with its environment. */
export function composePieces(text: string, beside: ReadBeside = nothingBeside): Pieces {
  const { roots, problem } = readYamlTree(text);
  const pieces: Piece[] = [];
  for (const root of roots) {
    for (const [name, service] of at(root, 'services')?.entries ?? []) {
      const env = serviceEnvironment(root, service, beside);
      const scale = textOf(at(service, 'deploy', 'replicas')) ?? textOf(at(service, 'scale'));
      const more = { env, envFrom: `the environment of service ${name}`, container: true };
      for (const key of ['command', 'entrypoint']) {
        const tree = at(service, key);
        if (tree !== undefined) pieces.push(commandPiece(tree, 'compose', { ...more, reach: scale === null ? `service ${name}` : `service ${name}, ${scale} times` }));
      }
      for (const hook of ['post_start', 'pre_stop']) for (const item of at(service, hook)?.items ?? []) {
        const tree = at(item, 'command');
        if (tree !== undefined) pieces.push(commandPiece(tree, 'compose', { ...more, reach: `service ${name}` }));
      }
      const check = at(service, 'healthcheck', 'test');
      if (check !== undefined) pieces.push(commandPiece(check.kind === 'list' ? { ...check, items: check.items.slice(1) } : check, 'compose', { ...more, reach: `service ${name}, each health check` }));
    }
  }
  return { pieces, direct: [], problem };
}

const lifecycle = ['initializeCommand', 'onCreateCommand', 'updateContentCommand', 'postCreateCommand', 'postStartCommand', 'postAttachCommand'];

/** What a development container runs, and the environment that its file, its image's file or its service gives it. */
export function devContainer(text: string, beside: ReadBeside = nothingBeside): Pieces & { readonly env: ReadonlyMap<string, string | null>; readonly commands: string } {
  const { roots, problem } = readJsonTree(text);
  const root = roots[0];
  const image = textOf(at(root, 'build', 'dockerfile')) ?? textOf(at(root, 'dockerFile'));
  const env = new Map(image === null ? [] : dockerPieces(beside(image) ?? '').env);
  for (const path of textsOf(at(root, 'dockerComposeFile'))) {
    const compose = readYamlTree(beside(path) ?? '').roots[0];
    const service = at(compose, 'services', textOf(at(root, 'service')) ?? '');
    if (compose !== undefined && service !== undefined) for (const [name, value] of serviceEnvironment(compose, service, beside)) env.set(name, value);
  }
  const args = textsOf(at(root, 'runArgs'));
  args.forEach((word, index) => {
    const file = word === '--env-file' ? args[index + 1] : /^--env-file=(.*)$/s.exec(word)?.[1];
    if (file !== undefined) for (const [name, value] of environmentFile(beside(file) ?? '')) env.set(name, value);
    const written = word === '-e' || word === '--env' ? (args[index + 1] ?? '') : (/^--env=(.*)$/s.exec(word)?.[1] ?? '');
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(written);
    if (match?.[1] !== undefined) env.set(match[1], match[2] ?? '');
  });
  for (const [name, value] of [...environmentOf(at(root, 'containerEnv')), ...environmentOf(at(root, 'remoteEnv'))]) env.set(name, value);
  const pieces: Piece[] = [];
  for (const key of lifecycle) {
    const tree = at(root, key);
    if (tree === undefined) continue;
    // The first command runs on the host, before there is a container.
    const inside = key !== 'initializeCommand';
    const more = inside ? { env, envFrom: containerEnv, container: true } : {};
    for (const each of tree.kind === 'map' ? [...tree.entries.values()] : [tree]) pieces.push(commandPiece(each, 'dev-container', { ...more, reach: `each container made of it (${key})` }));
  }
  const { direct } = editorSettings(at(root, 'customizations', 'vscode', 'settings') ?? at(root, 'settings'), { origin: 'dev-container', env, envFrom: containerEnv, reach: 'each session of the editor in a container made of it' });
  return { pieces, direct, problem, env, commands: pieces.map((piece) => piece.text).join('\n') };
}

/** A command as a text, or as a list of words that no shell reads. */
export function commandPiece(tree: Tree, origin: Piece['origin'], more: Partial<Piece>): Piece {
  if (tree.kind === 'list') {
    const argv = textsOf(tree);
    return decodedPiece(argv.join(' '), tree.start, tree.end, origin, { ...more, argv });
  }
  return decodedPiece(textOf(tree) ?? '', tree.start, tree.end, origin, more);
}
