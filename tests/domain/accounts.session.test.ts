import { createHash } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';
import { changePassword } from '#src/domain/accounts/account.ts';
import { login } from '#src/domain/accounts/login.ts';
import { disableAgent, enableAgent, getPerson } from '#src/domain/accounts/people.ts';
import {
  createSession,
  endSession,
  findPendingSession,
  findSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  sessionCookie,
} from '#src/domain/accounts/session.ts';
import { tidyAccounts } from '#src/domain/accounts/tidy.ts';
import { readConfig } from '#src/config.ts';
import { eachEngine } from '../helpers.ts';
import {
  freshAddress,
  later,
  newPerson,
  otherPassword,
  password,
  signIn,
  userAgent,
  visitor,
} from './accountsKit.ts';

const argon2 = vi.hoisted(() => {
  // The tests before these, in the same process, have loaded the modules with the real one.
  vi.resetModules();
  return { verified: [] as string[] };
});
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof import('@node-rs/argon2')>();
  const verify: typeof real.verify = (hash, ...rest) => {
    argon2.verified.push(String(hash));
    return real.verify(hash, ...rest);
  };
  return { ...real, verify };
});
afterAll(() => vi.resetModules());

const minute = 60_000;

test('the cookie is bound to the host where there is https', () => {
  const secure = sessionCookie(readConfig({ PUBLIC_URL: 'https://help.example.com' }));
  expect(secure).toEqual({
    name: '__Host-portico_session',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true },
  });
  const plain = sessionCookie(readConfig({}));
  expect(plain.name).toBe('portico_session');
  expect(plain.options.secure).toBe(false);
});

eachEngine((get) => {
  test('the database keeps the hash of a token, and the hash opens nothing', async () => {
    const ctx = get();
    const { id, email } = await newPerson(ctx);
    const { token } = await signIn(ctx, email);
    const found = await findSession(ctx, token);
    expect(found).toMatchObject({ agent: { id, email } });
    expect(found!.sessionId).toBe(createHash('sha256').update(token).digest('hex'));
    expect(Object.keys(found!.agent)).not.toContain('passwordHash');
    expect(await findSession(ctx, found!.sessionId)).toBeNull();
    expect(await findSession(ctx, '')).toBeNull();
    expect(await findSession(ctx, 'x'.repeat(5_000))).toBeNull();
  });

  test('a session ends when it was said to, however much it is used', async () => {
    const ctx = get();
    const { email } = await newPerson(ctx);
    const { token, expiresAt } = await signIn(ctx, email);
    const { sessionMs } = ctx.config;
    expect(expiresAt.getTime() - ctx.now.getTime()).toBe(sessionMs);
    for (const part of [0.4, 0.6, 0.9]) {
      const now = new Date(ctx.now.getTime() + sessionMs * part);
      expect(await findSession(ctx, token, now), `after ${part} of its life`).not.toBeNull();
    }
    expect(await findSession(ctx, token, new Date(ctx.now.getTime() + sessionMs + minute))).toBeNull();
    // It is gone, not only refused: a clock that goes back does not bring it back.
    expect(await findSession(ctx, token)).toBeNull();
  });

  test('"last seen" moves at most once a minute', async () => {
    const ctx = get();
    const { id, email, ctx: mine } = await newPerson(ctx);
    const { token } = await signIn(ctx, email);
    expect((await getPerson(ctx, id)).lastSeenAt?.getTime()).toBe(ctx.now.getTime());
    const seenAt = async () => (await listSessions(mine))[0]!.lastSeenAt.getTime() - ctx.now.getTime();
    await findSession(ctx, token, later(ctx, 59_000).now);
    expect(await seenAt()).toBe(0);
    await findSession(ctx, token, later(ctx, 61_000).now);
    expect(await seenAt()).toBe(61_000);
    expect((await getPerson(ctx, id)).lastSeenAt?.getTime()).toBe(later(ctx, 61_000).now.getTime());
  });

  test('sessions are listed and can be ended: one, all others, never somebody else’s', async () => {
    const ctx = get();
    const ada = await newPerson(ctx);
    const eve = await newPerson(ctx);
    const [here, there, third] = [
      await signIn(ctx, ada.email),
      await signIn(ctx, ada.email),
      await signIn(ctx, ada.email),
    ];
    const idOf = async (token: string) => (await findSession(ctx, token))!.sessionId;
    const hereId = await idOf(here.token);
    const listed = await listSessions(ada.ctx);
    expect(listed).toHaveLength(3);
    expect(listed[0]!.userAgent).toBe(userAgent);
    expect(await listSessions(eve.ctx)).toHaveLength(0);

    await revokeSession(eve.ctx, await idOf(there.token));
    expect(await findSession(ctx, there.token)).not.toBeNull();
    await revokeSession(ada.ctx, await idOf(there.token));
    expect(await findSession(ctx, there.token)).toBeNull();
    await revokeOtherSessions(ada.ctx, hereId);
    expect(await findSession(ctx, third.token)).toBeNull();
    expect(await findSession(ctx, here.token)).not.toBeNull();
    await endSession(ctx, here.token);
    await endSession(ctx, here.token);
    expect(await findSession(ctx, here.token)).toBeNull();
  });

  test('a new password ends the other sessions, this one stays', async () => {
    const ctx = get();
    const { email, ctx: mine } = await newPerson(ctx);
    const here = await signIn(ctx, email);
    const there = await signIn(ctx, email);
    const sessionId = (await findSession(ctx, here.token))!.sessionId;
    const change = (currentPassword: string, newPassword: string) =>
      changePassword(mine, { currentPassword, newPassword, sessionId });

    await expect(change('not it', otherPassword)).rejects.toMatchObject({
      details: { fields: { currentPassword: 'wrong_password' } },
    });
    await expect(change(password, 'short')).rejects.toMatchObject({
      details: { fields: { newPassword: 'password_too_short' } },
    });
    expect(await findSession(ctx, there.token)).not.toBeNull();
    await change(password, otherPassword);
    expect(await findSession(ctx, there.token)).toBeNull();
    expect(await findSession(ctx, here.token)).not.toBeNull();
    await expect(signIn(ctx, email)).rejects.toMatchObject({ code: 'invalid' });
    expect((await signIn(ctx, email, otherPassword)).isComplete).toBe(true);
  });

  test('a disabled agent is out at once, and back in when enabled', async () => {
    const ctx = get();
    const admin = await newPerson(ctx, 'admin');
    const { id, email } = await newPerson(ctx);
    const { token } = await signIn(ctx, email);
    await disableAgent(admin.ctx, id);
    expect(await findSession(ctx, token)).toBeNull();
    await expect(signIn(ctx, email)).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { password: 'wrong_login' } },
    });
    await enableAgent(admin.ctx, id);
    expect(await findSession(ctx, token)).toBeNull();
    expect((await signIn(ctx, email)).isComplete).toBe(true);
  });

  test('a session without its second factor opens nothing and lives ten minutes', async () => {
    const ctx = get();
    const { id, ctx: mine } = await newPerson(ctx);
    const { token } = await createSession(ctx, { agentId: id, userAgent, isComplete: false });
    expect(await findSession(ctx, token)).toBeNull();
    expect((await findPendingSession(ctx, token))?.agent.id).toBe(id);
    expect(await listSessions(mine)).toHaveLength(0);
    expect(await findPendingSession(later(ctx, 9 * minute), token)).not.toBeNull();
    expect(await findPendingSession(later(ctx, 11 * minute), token)).toBeNull();
  });

  test('a complete session is no pending one', async () => {
    const ctx = get();
    const { email } = await newPerson(ctx);
    expect(await findPendingSession(ctx, (await signIn(ctx, email)).token)).toBeNull();
  });

  test('the sweep forgets what is over and nothing else', async () => {
    const ctx = get();
    const { email } = await newPerson(ctx);
    const old = await signIn(ctx, email);
    const after = later(ctx, ctx.config.sessionMs + minute);
    const fresh = await signIn(after, email);
    await tidyAccounts(after);
    expect(await findSession(ctx, old.token)).toBeNull();
    expect(await findSession(after, fresh.token, after.now)).not.toBeNull();
  });

  test('an unknown e-mail, a wrong password and a disabled agent cost the same work and get the same answer', async () => {
    const ctx = get();
    const admin = await newPerson(ctx, 'admin');
    const known = await newPerson(ctx);
    const out = await newPerson(ctx);
    await disableAgent(admin.ctx, out.id);
    const attempt = async (email: string, secret: string) => {
      argon2.verified.length = 0;
      const input = { email, password: secret, address: freshAddress(), userAgent };
      const error = await login({ ...ctx, actor: visitor }, input).catch((e: unknown) => e);
      return {
        error: String(error),
        costs: argon2.verified.map((hash) => hash.split('$').slice(0, 4).join('$')),
      };
    };
    const wrong = await attempt(known.email, 'wrong password');
    expect(wrong.costs).toEqual(['$argon2id$v=19$m=19456,t=2,p=1']);
    expect(await attempt('nobody@example.com', 'wrong password')).toEqual(wrong);
    expect(await attempt(out.email, password)).toEqual(wrong);
  });
});
