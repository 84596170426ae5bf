import { eq } from 'drizzle-orm';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemContext } from '#src/context.ts';
import { lockCredentials } from '#src/domain/mail/credentials.ts';
import { testMailbox } from '#src/domain/mail/imapClient.ts';
import { watchMailboxes } from '#src/domain/mail/imapWatch.ts';
import { getMailbox, saveMailbox } from '#src/domain/mail/mailbox.ts';
import { hasDovecot, startDovecot, type Dovecot } from '../dovecot.ts';
import { openTestApp, type TestApp } from '../helpers.ts';

/** Gives an access token for the right refresh token, and tells whose it is; each opens one connection. */
async function startTokenServer() {
  const given: string[] = [];
  const used: string[] = [];
  const asked: URLSearchParams[] = [];
  const answer = async (req: IncomingMessage): Promise<[number, object]> => {
    const url = new URL(req.url!, 'http://localhost');
    const token = url.searchParams.get('access_token') ?? '';
    if (url.pathname === '/tokeninfo') {
      const isGood = given.includes(token) && !used.includes(token);
      used.push(token);
      return isGood ? [200, { email: 'oauth', active: true }] : [401, { error: 'invalid_token' }];
    }
    const body = new URLSearchParams(await text(req));
    asked.push(body);
    if (body.get('refresh_token') !== 'the right one') return [400, { error: 'invalid_grant' }];
    given.push(`access-${given.length}`);
    return [200, { access_token: given.at(-1), token_type: 'Bearer', expires_in: 3_600 }];
  };
  const server = createServer(
    (req, res) =>
      void answer(req).then(([status, body]) =>
        res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, given, used, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}

describe.skipIf(!hasDovecot())('a mailbox with a refresh token, on a real IMAP server', () => {
  let tokens: Awaited<ReturnType<typeof startTokenServer>>;
  let dovecot: Dovecot;
  let made: TestApp;
  beforeAll(async () => {
    tokens = await startTokenServer();
    dovecot = await startDovecot({ tokenInfoUrl: `${tokens.url}/tokeninfo?access_token=` });
    made = await openTestApp('sqlite');
  });
  afterAll(async () => {
    await made?.close();
    await dovecot?.stop();
    await tokens?.close();
  });

  /** Token servers are asked by https only: the address of this one is put in afterwards. */
  async function mailbox(address: string, refreshToken: string): Promise<number> {
    const ctx = systemContext(made.app);
    const id = await saveMailbox(ctx, {
      name: 'Help',
      address,
      locale: 'en',
      isEnabled: true,
      imapHost: '127.0.0.1',
      imapPort: dovecot.port,
      imapSecurity: 'none',
      imapUser: 'oauth',
      takesOld: true,
      oauthTokenUrl: 'https://token.test/',
      oauthClientId: 'portico',
      oauthClientSecret: 'hush',
      oauthRefreshToken: refreshToken,
    });
    const oauth = {
      tokenUrl: `${tokens.url}/token`,
      clientId: 'portico',
      clientSecret: 'hush',
      refreshToken,
    };
    const credentials = (await lockCredentials(ctx, { password: '', oauth }))!;
    await ctx.db.write(async (tx) => {
      const { mailboxes } = tx.tables;
      await tx.update(mailboxes).set({ credentials }).where(eq(mailboxes.id, id));
    });
    return id;
  }

  test('each connection signs in with a token of its own, and mail comes in', async () => {
    const ctx = systemContext(made.app);
    const id = await mailbox('help@desk.test', 'the right one');
    expect(await testMailbox(ctx, id)).toBeNull();
    expect(Object.fromEntries(tokens.asked[0]!)).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'the right one',
      client_id: 'portico',
      client_secret: 'hush',
    });
    await dovecot.deliver(
      'oauth',
      'From: ada@shop.test\r\nTo: help@desk.test\r\nSubject: By token\r\nMessage-ID: <1@shop.test>\r\n\r\nHello\r\n',
    );
    const watch = watchMailboxes(made.app, { look: 30, poll: 300 });
    const { tickets } = made.app.db.read.tables;
    await expect
      .poll(async () => (await made.app.db.read.select().from(tickets)).map(({ subject }) => subject), {
        timeout: 20_000,
      })
      .toEqual(['By token']);
    await watch.stop();
    expect(tokens.used).toEqual(['access-0', 'access-1']);
    expect(await getMailbox(ctx, id)).toMatchObject({ lastError: null, alarm: null });
  });

  test('a refused refresh token is said in the mailbox’s health, and no secret with it', async () => {
    const id = await mailbox('other@desk.test', 'taken back');
    const said = await testMailbox(systemContext(made.app), id);
    expect(said).toBe('The token server answered 400 invalid_grant.');
    const view = await getMailbox(systemContext(made.app), id);
    expect(view).toMatchObject({ lastError: said, alarm: 'error' });
    expect(JSON.stringify(view)).not.toMatch(/hush|taken back/);
  });
});
