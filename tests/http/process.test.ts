import { connect } from 'node:net';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, startServer, type TestServer } from './server.ts';

/** The server as a process: what stands in front of the pages, whichever pages there are. */
let server: TestServer;
beforeAll(
  async () => void (server = await startServer('sqlite', { UPLOAD_MAX_MB: '1', UPLOAD_MAX_FILES: '1' })),
);
afterAll(() => server?.close());

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** fetch refuses to send a Host of our choice. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string | Buffer) {
  return new Promise<Raw>((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const req = request({ hostname, port, path, method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    req.on('error', reject);
    req.end(body);
  });
}

/** Bytes on the wire, and what came back until the server closed. */
function wire(text: string, { timeoutMs = 30_000 } = {}) {
  return new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const got: Buffer[] = [];
    const timer = setTimeout(() => reject(new Error('The server kept the connection open.')), timeoutMs);
    socket.on('data', (chunk) => got.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(got).toString());
    });
  });
}

describe('probes', () => {
  test('healthz and readyz answer under any host name', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const { status, body } = await raw(path, { host: '10.1.2.3:8080' });
      expect([path, status]).toEqual([path, 200]);
      expect(JSON.parse(body)).toMatchObject({ status: path === '/healthz' ? 'ok' : 'ready' });
    }
  });
});

describe('what is turned away', () => {
  test('an unknown host name, in the language of the reader', async () => {
    const { status, body } = await raw('/en', { host: 'evil.example' });
    expect(status).toBe(421);
    expect(body).toContain('does not answer to that name');
    const italian = await raw('/it', { host: 'evil.example' });
    expect(italian.body).toContain('<html lang="it">');
  });

  test.each([
    ['the portal itself', { origin: 'SELF' }, false],
    ['a program without an origin', {}, false],
    ['the address bar', { 'sec-fetch-site': 'none' }, false],
    ['another site', { origin: 'https://evil.example' }, true],
    ['a sandboxed frame', { origin: 'null' }, true],
    ['another site, by fetch metadata', { 'sec-fetch-site': 'cross-site' }, true],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', origin: 'SELF' }, true],
  ])('a form or JSON from %s', async (_name, given: Record<string, string>, isRefused) => {
    const headers = { ...given, ...(given['origin'] === 'SELF' && { origin: server.url }) };
    for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain'])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const { status } = await raw(
          '/en/nowhere',
          { ...headers, 'content-type': type, 'content-length': '2' },
          method,
          '{}',
        );
        expect([type, method, status === 403]).toEqual([type, method, isRefused]);
      }
  });

  test('an address that is too long, unreadable, or another server’s', async () => {
    expect((await raw(`/en/search?q=${'x'.repeat(9_000)}`)).status).toBe(414);
    expect((await raw('/en/%ff%fe')).status).toBe(400);
    expect((await raw('/en/a%00b')).status).toBe(400);
    expect((await raw('//evil.example/en')).status).toBe(400);
    expect((await raw('http://evil.example/en')).status).toBe(400);
  });

  test('headers without end', async () => {
    const host = new URL(server.url).host;
    const reply = await wire(`GET /en HTTP/1.1\r\nHost: ${host}\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 431 /);
    expect(await wire('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('a method that no page speaks', async () => {
    expect((await raw('/en', {}, 'PROPFIND')).status).toBe(405);
  });
});

describe('bodies', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('a text that announces too much is refused before it is sent', async () => {
    const { host } = new URL(server.url);
    const head = `POST /en/nowhere HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${form['content-type']}\r\n`;
    const reply = await wire(`${head}Content-Length: 300000000\r\n\r\nx=`);
    expect(reply).toMatch(/^HTTP\/1\.1 413 /);
    expect(reply).toContain('shorten the text');
  });

  test('a text that does not announce its size is refused once it is too much', async () => {
    const { host } = new URL(server.url);
    const head = `POST /it/nowhere HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${form['content-type']}\r\n`;
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const reply = await wire(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(8)}`);
    expect(reply).toMatch(/^HTTP\/1\.1 413 /);
    expect(reply).toContain('accorcia');
  });

  test('files may be larger, up to what is configured', async () => {
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
    const part = (bytes: number) =>
      `--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n${'x'.repeat(bytes)}\r\n--x--\r\n`;
    expect((await raw('/en/nowhere', multipart, 'POST', part(1_000_000))).status).toBe(404);
    expect((await raw('/en/nowhere', multipart, 'POST', part(2_200_000))).status).toBe(413);
  });

  test('programs get JSON', async () => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const { status, body } = await raw('/api/v1/nowhere', headers, 'POST', 'x'.repeat(300_000));
    expect(status).toBe(413);
    expect(JSON.parse(body)).toEqual({ error: 'too_large', status: 413 });
  });
});

describe('every answer', () => {
  test('carries the security headers', async () => {
    for (const path of ['/en', '/en/nowhere', '/login']) {
      const { headers } = await raw(path);
      expect(headers['content-security-policy']).toContain("script-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers).not.toHaveProperty('strict-transport-security');
    }
  });

  test('an unknown path is a 404 page that is compressed when it is worth it', async () => {
    const { status, headers } = await raw('/en/nowhere', {
      'accept-encoding': 'gzip, br',
      accept: 'text/html',
    });
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['vary']).toContain('Accept-Encoding');
  });
});

describe('start and stop', () => {
  test('a taken port is named, with another to try', async () => {
    const port = new URL(server.url).port;
    const start = launch({ ...server.env, PORT: port });
    await expect(start).rejects.toThrow(`Port ${port} is taken`);
  });

  test('settings that can’t be are all named at once', async () => {
    const start = launch({ ...server.env, PORT: 'many', TIME_ZONE: 'Mars/Base' });
    await expect(start).rejects.toThrow(/PORT=many[\s\S]*TIME_ZONE=Mars\/Base/);
  });

  test('a stop lets the request in flight finish, within ten seconds', async () => {
    const own = await startServer('sqlite');
    const { host, hostname, port } = new URL(own.url);
    const socket = connect(Number(port), hostname);
    const head = `POST /en/nowhere HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
    socket.write(`${head}Content-Length: 3\r\n\r\nx=`);
    const got: Buffer[] = [];
    socket.on('data', (chunk) => got.push(chunk));
    await sleep(300);
    const start = Date.now();
    const stopped = own.stop();
    await sleep(300);
    socket.write('1');
    expect(await stopped).toBe(0);
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(Buffer.concat(got).toString()).toMatch(/^HTTP\/1\.1 404 /);
    await own.close();
  });

  test('a server whose starter died stops by itself', async () => {
    const own = await startServer('sqlite');
    const exited = new Promise((resolve) => own.process.once('exit', resolve));
    own.process.disconnect();
    expect(await exited).toBe(0);
    await own.close();
  });

  test('an empty portal prints the link that makes its first admin', () => {
    expect(server.log()).toMatch(/http:\/\/localhost:\d+\/setup\?token=\S{20,}/);
  });
});
