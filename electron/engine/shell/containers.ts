/** What a container client runs inside a container, and what of the host it hands to one. */
import { applySpec, noteFile } from './accesses.ts';
import type { Handler } from './builtins.ts';
import { isAddress } from './hosts.ts';
import { contact, within } from './inside.ts';
import { optionValue, parseArguments } from './options.ts';
import { words } from './programs/spec.ts';
import { programNamed } from './programs/table.ts';
import { emptyStream, literal } from './values.ts';

const containerOptions = { short: 'vepuwhlmcaiG', long: words('--volume --env --publish --user --workdir --hostname --label --memory --name --network --mount --entrypoint --platform --pid --ipc --security-opt --cap-add --cap-drop --device --env-file --restart --ulimit --cpus --add-host --gpus --userns --cgroupns --privileged-dummy --index --detach-keys --container --namespace --context --kubeconfig --host'), stopAtOperand: true };

const composeOptions = words('--file --project-name --project-directory --profile --env-file --ansi --progress');

const docker: Handler = (walk, values, stdin, place, run) => {
  const texts = values.map((value) => value.text);
  const name = texts[0] ?? 'docker';
  const top = parseArguments(texts, { short: 'Hlc', long: words('--host --context --config --log-level --file --project-name --profile'), stopAtOperand: true }, 1);
  let at = top.operands[0];
  if (at === undefined) return emptyStream;
  const daemon = optionValue(top, '-H', '--host') ?? walk.env.get('DOCKER_HOST')?.text ?? null;
  if (daemon !== null && /^(tcp|ssh|https?):/.test(daemon)) contact(walk, name, literal(daemon), 'both', [], place);
  if (texts[at] === 'container') at++;
  else if (texts[at] === 'compose' || name.endsWith('-compose')) {
    const composed = parseArguments(texts, { short: 'fp', long: composeOptions, stopAtOperand: true }, texts[at] === 'compose' ? at + 1 : 1).operands[0];
    if (composed === undefined) return emptyStream;
    at = composed;
  }
  const verb = texts[at] ?? '';
  if (verb === 'exec' || verb === 'run') {
    const parsed = parseArguments(texts, { ...containerOptions, short: verb === 'exec' ? 'euw' : 'vepuwhlmcaG' }, at + 1);
    for (const option of parsed.options) {
      const mount = option.value !== null && /^(-v|--volume)$/.test(option.name) ? option.value.split(':')[0] : option.name === '--mount' ? /(?:src|source)=([^,]+)/.exec(option.value ?? '')?.[1] : undefined;
      if (mount !== undefined && /^[/~.\uE000\uE003]/.test(mount)) noteFile(walk, 'read', literal(mount), `${name} ${verb} mount`, true, place);
    }
    const inner = parsed.operands.slice(1);
    const first = inner[0];
    if (first !== undefined) return within(walk, `${name} ${verb}`, () => run(walk, values.slice(first), stdin, place), 'container');
    return { text: null, sources: stdin.sources };
  }
  if (verb === 'cp') {
    const [from, to] = parseArguments(texts, { short: '' }, at + 1).operands.map((operand) => values[operand]);
    if (from !== undefined && !/^[\w.-]+:/.test(from.text)) noteFile(walk, 'read', from, `${name} cp`, true, place);
    const inside = /^[\w.-]+:(\/.+)$/.exec(from?.text ?? '')?.[1];
    if (inside !== undefined && from !== undefined) {
      const context = walk.context;
      walk.context = 'container';
      noteFile(walk, 'read', { ...from, text: inside }, `${name} cp`, true, place);
      walk.context = context;
    }
    if (to !== undefined && !/^[\w.-]+:/.test(to.text)) noteFile(walk, 'write', to, `${name} cp`, true, place);
    return emptyStream;
  }
  const out = verb === 'save' || verb === 'export' ? optionValue(parseArguments(texts, { short: 'o', long: words('--output') }, at + 1), '-o', '--output') : null;
  if (out !== null) noteFile(walk, 'write', literal(out), `${name} ${verb}`, false, place);
  for (const text of texts) {
    const secret = /(?:^|,)(?:src|source)=([^,]+)/.exec(text)?.[1];
    if (secret !== undefined) noteFile(walk, 'read', literal(secret.startsWith('~/') ? `\uE000${secret.slice(1)}` : secret), `${name} ${verb}`, false, place);
  }
  const program = programNamed('docker');
  return program === undefined ? emptyStream : applySpec(walk, program, name, values, texts, stdin, place);
};

const kubectl: Handler = (walk, values, stdin, place, run) => {
  const texts = values.map((value) => value.text);
  const name = texts[0] ?? 'kubectl';
  const program = programNamed('kubectl');
  const result = program === undefined ? emptyStream : applySpec(walk, program, name, values, texts, stdin, place);
  // As a word of its own it is read by the table.
  const server = texts.find((text) => text.startsWith('--server='))?.slice(9);
  if (server !== undefined) contact(walk, name, literal(server), 'both', [], place);
  if (texts.includes('cp')) {
    const [from, to] = parseArguments(texts, { short: 'nc', long: words('--namespace --container --context') }, texts.indexOf('cp') + 1).operands.map((operand) => values[operand]);
    const inPod = /^[\w./-]+:/;
    if (from !== undefined && !inPod.test(from.text)) noteFile(walk, 'read', from, `${name} cp`, true, place);
    if (to !== undefined && !inPod.test(to.text)) noteFile(walk, 'write', to, `${name} cp`, true, place);
  }
  const file = texts.findIndex((text) => text === '-f' || text === '--filename');
  const manifest = file < 0 ? undefined : values[file + 1];
  if (manifest !== undefined && manifest.text !== '-' && !isAddress(manifest.text)) noteFile(walk, 'read', manifest, name, false, place);
  const dashes = texts.indexOf('--');
  if (texts.includes('exec') && dashes > 0) return within(walk, `${name} exec`, () => run(walk, values.slice(dashes + 1), stdin, place), 'container');
  return result;
};

export const containerPrograms: Readonly<Record<string, Handler>> = {
  docker,
  podman: docker,
  nerdctl: docker,
  'docker-compose': docker,
  'podman-compose': docker,
  kubectl,
  oc: kubectl,
};
