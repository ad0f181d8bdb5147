/**
 * Answers `app://case/`: the built pages and nothing else. Each file is found in a list made once from the real build, so
 * that no path is ever joined from a request. Knows nothing of what the pages do.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export const appScheme = 'app';
export const appHost = 'case';
export const appOrigin = `${appScheme}://${appHost}/`;

/** No inline script or style, no connection, no frame, no form, no string that becomes markup or script. */
export const contentSecurityPolicy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'none';",
  "object-src 'none'; frame-src 'none'; worker-src 'none'; base-uri 'none'; form-action 'none';",
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
].join(' ');

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface BuiltFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The built files by request path, e.g. `/assets/index-1a2b.js`. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>;

/** Reads the build into memory: a few megabytes, and a later change of the folder changes nothing. */
export function readBuiltFiles(folder: string): BuiltFiles {
  const files = new Map<string, BuiltFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = mimeTypes[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { type, bytes: readFileSync(path) });
  }
  return files;
}

export interface AppRequest {
  readonly method: string;
  readonly url: string;
}

export interface AppAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** The answer to one request. The URL is taken as written, not decoded: an encoded path is in no list. */
export function answerRequest(files: BuiltFiles, request: AppRequest): AppAnswer {
  if (request.method !== 'GET') return refusal(405);
  const path = pathOf(request.url);
  const file = path === null ? undefined : files.get(path);
  if (!file) return refusal(404);
  return { status: 200, headers: headers(file.type), bytes: file.bytes };
}

function pathOf(url: string): string | null {
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== `${appScheme}:` || parsed.host !== appHost || parsed.username !== '' || parsed.password !== '') return null;
    return parsed.pathname;
  } catch {
    return null;
  }
}

function headers(type: string): Record<string, string> {
  return { 'Content-Type': type, 'Content-Security-Policy': contentSecurityPolicy, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' };
}

function refusal(status: number): AppAnswer {
  return { status, headers: headers('text/plain; charset=utf-8'), bytes: new Uint8Array(0) };
}
