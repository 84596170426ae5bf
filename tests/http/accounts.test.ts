import { beforeAll, describe, expect, test } from 'vitest';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createSetupLink } from '#src/domain/accounts/setup.ts';
import { paths } from '#src/paths.ts';
import { freePort } from '../freePort.ts';
import { contextOf } from '../helpers.ts';
import { findForm, type Client, type Reply } from './client.ts';
import { eachServer, startServer, type TestServer } from './server.ts';

const password = 'marmotta zaino lampione';
const session = 'portico_session';

const newAgent = ({ app }: TestServer, email: string) =>
  createAgent(contextOf(app), { email, name: 'Bob', role: 'agent', password });
const signIn = (client: Client, email: string, secret = password, next = '') =>
  client.submit(paths.login(next), 'accounts.login', { email, password: secret });
const cookieLine = (reply: Reply) => reply.headers.getSetCookie().find((line) => line.includes('session='));

eachServer((get, engine) => {
  const email = `bob.${engine}@example.com`;

  test('the first admin comes in by the set-up link, whose page is gone afterwards', async () => {
    const link = new URL((await createSetupLink(contextOf(get().app)))!);
    const client = get().client();
    const path = link.pathname + link.search;
    const person = { name: 'Ada', email: 'Ada@Example.com', password: 'passwordpassword' };
    const refused = await client.submit(path, 'accounts.setup', person);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('easy to guess');
    expect(refused.text).toContain('value="Ada@Example.com"');
    expect(refused.text).not.toContain('passwordpassword');
    const token = findForm(refused.text, 'accounts.setup')!.hidden['token']!;
    const done = await client.post('/setup?_action=accounts.setup', { ...person, password, token });
    expect([done.status, done.location]).toEqual([303, '/desk']);
    expect((await client.get(paths.adminPeople())).status).toBe(200);
    expect((await get().client().get(path)).status).toBe(404);
  });

  describe('signing in', () => {
    beforeAll(() => newAgent(get(), email));

    test('gives a cookie that scripts and other sites can’t use, and leads on', async () => {
      const client = get().client();
      const asked = await client.get('/desk/account');
      expect([asked.status, asked.location]).toEqual([303, '/login?next=%2Fdesk%2Faccount']);
      const reply = await signIn(client, email, password, '/desk/account');
      expect([reply.status, reply.location]).toEqual([303, '/desk/account']);
      expect(cookieLine(reply)).toMatch(
        /^portico_session=[\w-]{43}; Path=\/; Expires=.* GMT; HttpOnly; SameSite=Lax$/,
      );
      const page = await client.get('/desk/account');
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('private, no-store');
    });

    test.each(['//evil.example', 'https://evil.example', '/\\evil.example'])(
      'never leads to %s',
      async (next) => {
        const reply = await signIn(get().client(), email, password, next);
        expect(reply.headers.get('location')).toBe('/desk');
      },
    );

    test('says the same for a wrong password and an unknown e-mail, keeps what was typed, and no password', async () => {
      const [wrong, unknown] = await Promise.all([
        signIn(get().client(), email, 'a wrong <b>secret</b>'),
        signIn(get().client(), `x${email}`, 'a wrong <b>secret</b>'),
      ]);
      expect([wrong.status, unknown.status]).toEqual([422, 422]);
      expect(unknown.text.replaceAll(`x${email}`, email)).toBe(wrong.text);
      expect(wrong.text).toContain(`value="${email}"`);
      expect(wrong.text).not.toContain('secret');
      expect(cookieLine(wrong)).toBeUndefined();
    });

    test('speaks the reader’s language', async () => {
      const page = await get()
        .client()
        .post(
          '/login?_action=accounts.login',
          { email, password: 'no' },
          { headers: { 'accept-language': 'it' } },
        );
      expect(page.text).toContain('E-mail e password non corrispondono.');
    });

    test('makes a new session and ends the one the browser had', async () => {
      const client = get().client();
      client.cookies.set(session, 'planted-by-somebody-else');
      await signIn(client, email);
      const first = client.cookies.get(session)!;
      expect(first).not.toBe('planted-by-somebody-else');
      await client.post('/login?_action=accounts.login', { email, password });
      const second = client.cookies.get(session)!;
      expect(second).not.toBe(first);
      const thief = get().client();
      thief.cookies.set(session, first);
      expect((await thief.get('/desk')).location).toBe('/login?next=%2Fdesk');
    });

    test('signing out ends the session on the server too, and only by a form', async () => {
      const client = get().client();
      await signIn(client, email);
      const token = client.cookies.get(session)!;
      await client.get('/desk/account?_action=accounts.logout');
      expect((await client.get('/desk/account')).status).toBe(200);
      const out = await client.post('/desk/account?_action=accounts.logout', {});
      expect([out.status, out.location]).toEqual([303, '/login']);
      expect(client.cookies.has(session)).toBe(false);
      client.cookies.set(session, token);
      expect((await client.get('/desk/account')).status).toBe(303);
    });

    test('another site can’t send our forms', async () => {
      const client = get().client();
      await signIn(client, email);
      const headers = { origin: 'https://evil.example' };
      const reply = await client.post('/desk/account?_action=accounts.logout', {}, { headers });
      expect(reply.status).toBe(403);
      expect((await client.get('/desk/account')).status).toBe(200);
    });

    test('says how long to wait after too many tries', async () => {
      const tired = `tired.${engine}@example.com`;
      const attempt = () => signIn(get().client(), tired, 'wrong');
      for (let i = 0; i < 10; i++) expect((await attempt()).status).toBe(422);
      const refused = await attempt();
      expect(refused.status).toBe(429);
      expect(refused.text).toContain('Please try again in 15 minutes.');
      expect(refused.text).toContain(`value="${tired}"`);
    });
  });
});

describe('behind https', () => {
  let server: TestServer;
  beforeAll(async () => {
    // Behind a proxy the address that the server prints has no port of its own, so this test chooses one.
    const port = String(await freePort());
    server = await startServer('sqlite', { PUBLIC_URL: 'https://help.example.com', PORT: port });
    await newAgent(server, 'bob@example.com');
    return () => server.close();
  });

  test('the cookie is bound to the host and to https', async () => {
    const client = server.client();
    const headers = { origin: 'https://help.example.com' };
    const fields = { email: 'bob@example.com', password };
    const reply = await client.post('/login?_action=accounts.login', fields, { headers });
    expect(reply.status).toBe(303);
    expect(cookieLine(reply)).toMatch(
      /^__Host-portico_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await client.get('/desk/account')).status).toBe(200);
  });
});
