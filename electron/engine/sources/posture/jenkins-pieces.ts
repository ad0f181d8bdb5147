/** Jenkins: the texts given to its shell steps, with the environment blocks around them. */
import { reachText } from './ci-matrix.ts';
import { type Env, merged } from './ci-run.ts';
import { decodedPiece, type DirectRequest, exactPiece, type Piece, type Pieces } from './piece.ts';

interface Block {
  readonly env: Map<string, string | null>;
  readonly kind: string;
  container: boolean;
  /** How many rows a matrix has so far. */
  rows: number;
  /** Of an axis: how many values it has so far. */
  values: number;
}

/** A Jenkinsfile is Groovy: the texts given to `sh`, `bash`, `bat`, `powershell`, with `environment { }` and `withEnv`. */
export function jenkinsPieces(text: string): Pieces {
  const pieces: Piece[] = [];
  const direct: DirectRequest[] = [];
  const blocks: Block[] = [{ env: new Map(), kind: '', container: false, rows: 1, values: 0 }];
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}]|[A-Za-z_]\w*|[=:(),[\]]/g;
  let words: string[] = [];
  const env = (): Env => merged(...blocks.map((block) => block.env));
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (found.startsWith('//') || found.startsWith('/*')) continue;
    if (found === '{') {
      const kind = words.findLast((word) => /^[A-Za-z_]/.test(word)) ?? '';
      const opened: Block = { env: new Map(), kind, container: false, rows: 1, values: 0 };
      const call = words.lastIndexOf('withEnv');
      if (call >= 0) for (const word of words.slice(call + 1)) {
        const set = /^(["'])([A-Za-z_]\w*)=(.*)\1$/s.exec(word);
        if (set?.[2] !== undefined) opened.env.set(set[2], set[3]?.includes('$') && set[1] === '"' ? null : (set[3] ?? ''));
      }
      blocks.push(opened);
      if (kind === 'docker' || kind === 'dockerfile' || kind === 'kubernetes') for (const block of blocks) block.container = true;
      words = [];
      continue;
    }
    if (found === '}') {
      if (blocks.length > 1) blocks.pop();
      words = [];
      continue;
    }
    if (/^["']/.test(found)) {
      const quote = found.startsWith('"""') || found.startsWith("'''") ? 3 : 1;
      const body = found.slice(quote, -quote).replace(/\\(["'\\])/g, '$1');
      const name = words.at(-1) === '=' ? words.at(-2) : undefined;
      const here = blocks.at(-1);
      // An axis of a matrix: each of its values is a row more.
      if (here?.kind === 'axis' && words.includes('values')) {
        const table = blocks.findLast((block) => block.kind === 'matrix');
        here.values += 1;
        if (table !== undefined) table.rows = (table.rows / Math.max(1, here.values - 1)) * here.values;
        continue;
      }
      // `env.NAME = 'x'` in a script block holds for what comes after it.
      if (name !== undefined && words.at(-3) === 'env') {
        blocks[0]?.env.set(name, body.includes('$') ? null : body);
        words = [];
        continue;
      }
      if (here?.kind === 'environment' && name !== undefined) {
        const above = blocks.at(-2) ?? here;
        above.env.set(name, body.includes('$') ? null : body);
        words = [];
        continue;
      }
      const called = words.findLast((word) => /^(?:sh|bash|bat|pwsh|powershell)$/.test(word));
      const from = match.index + quote;
      if (called !== undefined && !words.includes('label') && !words.includes('encoding')) {
        const inside = blocks.some((block) => block.container);
        const more = { env: env(), envFrom: 'environment of the pipeline', reach: reachText('the pipeline', blocks.reduce((product, block) => product * block.rows, 1)), container: inside };
        pieces.push(found.includes('\\') ? decodedPiece(body, from, from + body.length, 'ci', more) : exactPiece(text, from, from + body.length, 'ci', more));
        words = [];
        continue;
      }
    }
    words.push(found);
    if (words.length > 64) words = words.slice(-32);
  }
  return { pieces, direct, problem: null };
}
