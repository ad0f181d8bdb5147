/** Nothing leaves the machine: a listener on this machine, named in the evidence and by the page itself, is never called. */
import { createServer } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app.ts';

/** Counts connections, not requests: even a handshake would be one. */
async function listener(): Promise<{ port: number; connections: () => number; close: () => void }> {
  let connections = 0;
  const server = createServer((_request, response) => response.end('seen'));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, connections: () => connections, close: () => server.close() };
}

test('the page reaches no server, whatever it tries', async ({ start, breaches }) => {
  const server = await listener();
  try {
    const { page } = await start();
    const outcomes = await page.evaluate(async (port) => {
      const url = `http://127.0.0.1:${port}/`;
      const ended = (work: () => Promise<unknown>) => work().then(() => 'reached', () => 'refused');
      const image = (source: string) =>
        new Promise((done, fail) => {
          const element = new Image();
          element.onload = done;
          element.onerror = fail;
          element.src = source;
        });
      const socket = () =>
        new Promise((done, fail) => {
          const opened = new WebSocket(`ws://127.0.0.1:${port}/`);
          opened.onopen = done;
          opened.onerror = fail;
        });
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = url;
      document.head.append(link);
      const anchor = document.createElement('a');
      anchor.href = url;
      document.body.append(anchor);
      anchor.click();
      window.open(url);
      navigator.sendBeacon(url);
      return [await ended(() => fetch(url)), await ended(() => image(url)), await ended(async () => socket()), await ended(() => image(`data:image/gif;base64,R0lGODlhAQABAAAAACw=`))];
    }, server.port);
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(page.url()).toBe('app://case/index.html');
    await page.waitForTimeout(500);
    expect(server.connections()).toBe(0);
    breaches.length = 0;
  } finally {
    server.close();
  }
});

test('main and engine reach no server while evidence full of addresses is read', async ({ start, folder }) => {
  const server = await listener();
  try {
    const evidence = join(folder, 'evidence');
    mkdirSync(join(evidence, 'projects', '-srv-app'), { recursive: true });
    const url = `http://127.0.0.1:${server.port}/pixel.png`;
    const record = {
      type: 'user',
      uuid: '00000000-0000-4000-8000-000000000001',
      parentUuid: null,
      sessionId: '00000000-0000-4000-8000-000000000000',
      timestamp: '2026-03-01T10:00:00.000Z',
      cwd: '/srv/app',
      message: { role: 'user', content: `<img src=${url}> ![x](${url}) ${url}` },
    };
    writeFileSync(join(evidence, 'projects', '-srv-app', '00000000-0000-4000-8000-000000000000.jsonl'), `${JSON.stringify(record)}\n`);
    const { page } = await start({ words: ['--open', evidence] });
    for (const key of ['Control+1', 'Control+2', 'Control+3', 'Control+4', 'Control+5']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(300);
    }
    expect(server.connections()).toBe(0);
  } finally {
    server.close();
  }
});
