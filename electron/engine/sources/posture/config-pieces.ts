/** Settings, registries of tool servers, and the heads of agents and skills: the mode that they ask for, and commands that they start. */
import { commandPiece } from './container-pieces.ts';
import { frontmatterKind, readFrontmatter } from './frontmatter.ts';
import type { DirectRequest, Piece, Pieces } from './piece.ts';
import { readPlist } from './managed-policy.ts';
import type { SettingsPlace } from './settings-place.ts';
import { at, environmentOf, readJsonTree, textOf, textsOf, type Tree } from './tree.ts';

const helpers = /^(?:apiKeyHelper|otelHeadersHelper|awsAuthRefresh|awsCredentialExport|gcpAuthRefresh|headersHelper|policyHelper)$/;
const maxDepth = 12;

/** Commands anywhere in a configuration: `command` with `args` and `env`, and the helpers that settings name by a text. */
function commandsIn(tree: Tree, env: ReadonlyMap<string, string | null>, what: string, found: Piece[] = [], depth = 0): readonly Piece[] {
  if (depth > maxDepth || found.length > 500) return found;
  const command = at(tree, 'command');
  if (command !== undefined && command.kind !== 'map') {
    const own = new Map([...env, ...environmentOf(at(tree, 'env') ?? at(tree, 'environment'))]);
    const args = textsOf(at(tree, 'args'));
    const more = { env: own, envFrom: "in the same file's env", reach: what };
    if (args.length > 0 && textOf(command) !== null) {
      const argv = [...(textOf(command) ?? '').split(/\s+/), ...args];
      found.push({ ...commandPiece(command, 'agent-config', { ...more, argv }), text: argv.join(' '), end: tree.end });
    } else found.push(commandPiece(command, 'settings', more));
  }
  for (const [name, each] of tree.entries) {
    if (helpers.test(name) && textOf(each) !== null) found.push(commandPiece(each, 'settings', { env, reach: what }));
    else commandsIn(each, env, what, found, depth + 1);
  }
  for (const each of tree.items) commandsIn(each, env, what, found, depth + 1);
  return found;
}

/** A settings file: its mode, its hooks, its helpers. */
export function settingsPieces(path: string, place: SettingsPlace, text: string): Pieces {
  const { roots, problem } = path.endsWith('.plist') ? readPlist(text) : readJsonTree(text);
  const root = roots[0];
  const env = environmentOf(at(root, 'env'));
  const reach = place.scope === 'user' ? 'each session of this user' : place.scope === 'managed' ? 'each session on the machine' : 'each session in the project';
  const direct: DirectRequest[] = [];
  const mode = at(root, 'permissions', 'defaultMode');
  if (mode !== undefined && textOf(mode) === 'bypassPermissions') {
    direct.push({ request: { agent: 'Claude Code', flag: 'permissions.defaultMode: bypassPermissions', offers: false }, start: mode.start, text: '"defaultMode": "bypassPermissions"', origin: 'settings', how: 'setting', reach, env, envFrom: "in the same settings' env", claims: textOf(at(root, 'sandbox', 'enabled')) === 'true' ? [{ name: 'sandbox.enabled', value: 'true', from: 'in the same file' }] : [] });
  }
  return { pieces: root === undefined ? [] : commandsIn(root, env, reach), direct, problem };
}

/** A registry of tool servers, whose programs can be agents themselves. */
export function registryPieces(text: string): Pieces {
  const { roots, problem } = readJsonTree(text);
  return { pieces: roots.flatMap((root) => commandsIn(root, new Map(), 'each session that starts the server')), direct: [], problem };
}

/** The head of an agent, a skill or a command: its hooks and servers, and for an agent the mode that it runs in. */
export function frontmatterPieces(path: string, text: string): Pieces {
  const { root, problem } = readFrontmatter(text);
  if (root === undefined) return { pieces: [], direct: [], problem };
  const kind = frontmatterKind(path);
  const mode = at(root, 'permissionMode');
  const direct: DirectRequest[] = mode === undefined || textOf(mode) !== 'bypassPermissions' ? [] : [{ request: { agent: 'Claude Code', flag: 'permissionMode: bypassPermissions', offers: false }, start: root.keys.get('permissionMode') ?? mode.start, text: 'permissionMode: bypassPermissions', origin: 'settings', how: `head of ${kind === 'agent' ? 'an agent' : `a ${kind}`}`, reach: `each run of this ${kind}` }];
  return { pieces: commandsIn(root, new Map(), `each run of this ${kind}`), direct, problem };
}
