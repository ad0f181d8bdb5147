/** app://case/ gives the built files and nothing else. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerRequest, contentSecurityPolicy, readBuiltFiles } from './app-protocol.ts';

function built() {
  const folder = mkdtempSync(join(tmpdir(), 'postflight-pages-'));
  mkdirSync(join(folder, 'pages', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), 'no');
  writeFileSync(join(folder, 'pages', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'pages', 'assets', 'index-1a.js'), '1');
  writeFileSync(join(folder, 'pages', 'notes.txt'), 'not a page');
  return readBuiltFiles(join(folder, 'pages'));
}

describe('the page protocol', () => {
  const files = built();
  const status = (url: string, method = 'GET') => answerRequest(files, { method, url }).status;

  test('serves the built files with their type, the policy and no sniffing', () => {
    const answer = answerRequest(files, { method: 'GET', url: 'app://case/index.html' });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': contentSecurityPolicy, 'X-Content-Type-Options': 'nosniff' });
    expect(answerRequest(files, { method: 'GET', url: 'app://case/assets/index-1a.js?x#y' }).headers['Content-Type']).toContain('text/javascript');
  });

  test.each([
    'app://case/',
    'app://case/notes.txt',
    'app://case/secret.js',
    'app://case/../secret.js',
    'app://case/%2e%2e/secret.js',
    'app://case/assets/..%2fsecret.js',
    'app://case/assets%2findex-1a.js',
    'app://case//index.html',
    'app://case/INDEX.HTML',
    'app://other/index.html',
    'app://user@case/index.html',
    'app://case:81/index.html',
    'file:///etc/passwd',
    'https://case/index.html',
    'index.html',
    '',
  ])('has nothing for %s', (url) => {
    expect(status(url)).toBe(404);
  });

  test.each(['POST', 'HEAD', 'PUT', 'get', ''])('refuses the method %j', (method) => {
    expect(status('app://case/index.html', method)).toBe(405);
  });

  test('gives only listed files, whatever the address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath(), fc.constantFrom('..', '%2e', '/', '\\', '\0')).map((path) => `app://case/${path}`), (url) => {
        const answer = answerRequest(files, { method: 'GET', url });
        const pathname = URL.canParse(url) ? new URL(url).pathname : '';
        expect(answer.status).toBe(files.has(pathname) ? 200 : 404);
      }),
    );
  });

  test('has the policy word for word', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'none'; " +
        "object-src 'none'; frame-src 'none'; worker-src 'none'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
  });
});
