/** One run of a pipeline as pieces of shell text: by its shell, with what earlier steps handed on, and with expressions filled in. */
import { variableLines, writtenToVariables } from '../../shell/handed-variables.ts';
import { decodedPiece, type Piece } from './piece.ts';
import { powerShellPieces } from './script-pieces.ts';
import { textOf, type Tree } from './tree.ts';

export type Env = ReadonlyMap<string, string | null>;
export const merged = (...maps: readonly Env[]): Env => new Map(maps.flatMap((map) => [...map]));

/** Where a run stands, and what it is given. */
export interface RunPlace {
  readonly env: Env;
  readonly reach: string;
  readonly container?: boolean;
  /** `pwsh`, `bash`; null for the runner's own. */
  readonly shell?: string | null;
  readonly envFrom?: string;
  /** Fills in the pipeline's own expressions. */
  readonly fill?: (text: string) => string;
}

export function ciPieces(tree: Tree, place: RunPlace): readonly Piece[] {
  const written = textOf(tree) ?? '';
  const body = place.fill?.(written) ?? written;
  const more = { env: place.env, envFrom: place.envFrom ?? "the job's environment", reach: place.reach, container: place.container ?? false };
  if (!/^(?:pwsh|powershell)\b/i.test(place.shell ?? '')) return [decodedPiece(body, tree.start, tree.end, 'ci', more)];
  return powerShellPieces(body, 'ci').pieces.map((piece) => ({ ...piece, ...more, start: tree.start, end: tree.end, exact: false, env: merged(place.env, piece.env) }));
}

/** Handed on by a step: to the environment of later steps, and as the step's named outputs. */
export interface HandedOn {
  readonly env: Env;
  readonly outputs: Env;
}

const nothing: Env = new Map();

/** GitHub: lines written to the files of `GITHUB_ENV` and `GITHUB_OUTPUT`, and the older printed commands. */
export function githubHandsOn(body: string): HandedOn {
  if (!/GITHUB_(?:ENV|OUTPUT)|::set-(?:env|output)/.test(body)) return { env: nothing, outputs: nothing };
  const env = new Map<string, string | null>();
  const outputs = new Map<string, string | null>();
  for (const { to, text } of writtenToVariables(body)) {
    const old = /^::set-(env|output) name=([\w-]+)::(.*)$/.exec(text);
    if (to === 'GITHUB_ENV') for (const [name, value] of variableLines(text)) env.set(name, value);
    else if (to === 'GITHUB_OUTPUT') for (const [name, value] of variableLines(text)) outputs.set(name, value);
    else if (old?.[2] !== undefined) (old[1] === 'env' ? env : outputs).set(old[2], old[3] ?? '');
  }
  // PowerShell: `"A=1" >> $env:GITHUB_ENV`, `"A=1" | Out-File -Append $env:GITHUB_ENV`.
  for (const match of body.matchAll(/(["'])([A-Za-z_]\w*)=([^"'\n]*)\1\s*(?:>>|\|\s*(?:Out-File|Add-Content|Tee-Object)[^\n]*?)\s*\$env:GITHUB_(ENV|OUTPUT)\b/gi)) {
    const [, , name, value, to] = match;
    if (name !== undefined) (to?.toUpperCase() === 'ENV' ? env : outputs).set(name, value?.includes('$') ? null : (value ?? ''));
  }
  return { env, outputs };
}

/** Azure: `##vso[task.setvariable variable=NAME]value`, printed by any shell. Its variables are the environment of later steps. */
export function azureHandsOn(body: string): Env {
  const env = new Map<string, string | null>();
  for (const match of body.matchAll(/##vso\[task\.setvariable variable=([\w.-]+)([^\]\n]*)\]([^"'\n]*)/g)) {
    const [, name, options, value] = match;
    if (name !== undefined && !/issecret=true/i.test(options ?? '')) env.set(name, value?.includes('$') ? null : (value ?? '').trim());
  }
  return env;
}

/** Fills `${{ env.X }}` and its like in from what is known; what is not stands as one word that no shell takes for a variable. */
export function fillExpressions(text: string, known: (name: string) => string | null): string {
  return text.replaceAll(/\$\{\{\s*([^}]{0,500}?)\s*\}\}/g, (_whole, expression: string) => {
    const name = expression.replaceAll(/\[\s*['"]([\w-]+)['"]\s*\]/g, '.$1').trim();
    return (/^[\w.-]+$/.test(name) ? known(name) : null) ?? '_expression_';
  });
}
