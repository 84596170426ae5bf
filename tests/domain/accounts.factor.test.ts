import { expect, test } from 'vitest';
import { findAgentRow, updateAgent } from '#src/domain/accounts/agent.store.ts';
import { loginWithCode } from '#src/domain/accounts/loginCode.ts';
import { resetSecondFactor } from '#src/domain/accounts/people.ts';
import {
  cancelSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  getSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
} from '#src/domain/accounts/secondFactor.ts';
import { tidyAccounts } from '#src/domain/accounts/tidy.ts';
import { findPendingSession, findSession } from '#src/domain/accounts/session.ts';
import { eachEngine } from '../helpers.ts';
import {
  codeAt,
  enrol,
  later,
  newPerson,
  password,
  refusal,
  signIn,
  userAgent,
  visitor,
} from './accountsKit.ts';

const step = 30_000;

eachEngine((get) => {
  /** A person with a second factor, and the app in their hand. */
  async function withFactor() {
    const person = await newPerson(get());
    const { secret, codes } = await enrol(person.ctx);
    const after = later(get(), 10 * step);
    const pending = await signIn(after, person.email);
    const enter = (code: string, at = after, token = pending.token) =>
      loginWithCode({ ...at, actor: visitor }, { token, code, userAgent });
    return { ...person, secret, codes, after, pending, enter };
  }

  test('turning it on needs the password, then a code of the app', async () => {
    const { ctx, email } = await newPerson(get());
    expect(await getSecondFactor(ctx)).toEqual({ state: 'off' });
    expect(await refusal(startSecondFactor(ctx, { password: 'not it' }))).toMatchObject({
      code: 'invalid',
      details: { fields: { password: 'wrong_password' } },
    });
    await startSecondFactor(ctx, { password });
    const pending = await getSecondFactor(ctx);
    if (pending.state !== 'pending') throw new Error('not pending');
    expect(pending.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(pending.uri).toContain(`otpauth://totp/Portico:${encodeURIComponent(email)}?`);
    expect(pending.qr).toMatch(/^data:image\/svg\+xml;base64,/);
    // Until it is confirmed, signing in asks for nothing more.
    expect((await signIn(ctx, email)).isComplete).toBe(true);

    const confirm = (code: string) => confirmSecondFactor(ctx, { code, sessionId: null });
    for (const wrong of ['', '12345', 'abcdef', codeAt(pending.secret, later(ctx, 10 * step).now)])
      expect((await refusal(confirm(wrong))).details).toEqual({ fields: { code: 'wrong_code' } });
    const codes = await confirm(codeAt(pending.secret, ctx.now));
    expect(new Set(codes).size).toBe(10);
    expect(await getSecondFactor(ctx)).toMatchObject({ state: 'on', recoveryCodesLeft: 10 });
    expect((await refusal(startSecondFactor(ctx, { password }))).code).toBe('conflict');
    expect((await refusal(confirm('123456'))).code).toBe('conflict');
  });

  test('the secret is kept encrypted; one that an older version kept in clear still works, and is encrypted', async () => {
    const { id, secret, enter, after } = await withFactor();
    const kept = async () => (await findAgentRow(get().db.read, id))!.totpSecret!;
    expect(await kept()).not.toContain(secret);
    await get().db.write((tx) => updateAgent(tx, id, { totpSecret: secret }));
    expect(await kept()).toBe(secret);
    await tidyAccounts(after);
    expect(await kept()).not.toContain(secret);
    expect(await enter(codeAt(secret, after.now))).toBeTruthy();
  });

  test('turning it on ends the other sessions; a started one can be dropped', async () => {
    const { ctx, email } = await newPerson(get());
    const here = await signIn(ctx, email);
    const there = await signIn(ctx, email);
    await startSecondFactor(ctx, { password });
    await cancelSecondFactor(ctx);
    expect(await getSecondFactor(ctx)).toEqual({ state: 'off' });
    await enrol(ctx, (await findSession(ctx, here.token))!.sessionId);
    expect(await findSession(ctx, here.token)).not.toBeNull();
    expect(await findSession(ctx, there.token)).toBeNull();
    expect((await refusal(cancelSecondFactor(ctx))).code).toBe('conflict');
  });

  test('signing in takes both, and the second gives a new session', async () => {
    const { secret, after, pending, enter } = await withFactor();
    expect(pending.isComplete).toBe(false);
    expect(await findSession(after, pending.token, after.now)).toBeNull();
    expect((await refusal(enter('000000'))).details).toEqual({ fields: { code: 'wrong_code' } });
    const session = await enter(codeAt(secret, after.now));
    expect(session.token).not.toBe(pending.token);
    expect(await findSession(after, session.token, after.now)).not.toBeNull();
    expect(await findPendingSession(after, pending.token)).toBeNull();
    expect((await refusal(enter(codeAt(secret, later(after, step).now)))).code).toBe('sign_in_required');
  });

  test('a code counts once, and an older one not after it; clocks may differ by half a minute', async () => {
    const { email, secret, after, enter } = await withFactor();
    const again = async (code: string, at: typeof after) => enter(code, at, (await signIn(at, email)).token);
    const code = codeAt(secret, after.now);
    await enter(code);
    expect((await refusal(again(code, after))).code).toBe('invalid');
    expect((await refusal(again(codeAt(secret, later(after, -step).now), after))).code).toBe('invalid');
    await again(codeAt(secret, later(after, step).now), after);
    const much = later(after, 20 * step);
    expect((await refusal(again(codeAt(secret, later(much, 2 * step).now), much))).code).toBe('invalid');
    expect((await refusal(again(codeAt(secret, later(much, -2 * step).now), much))).code).toBe('invalid');
    await again(`${codeAt(secret, much.now).slice(0, 3)} ${codeAt(secret, much.now).slice(3)}`, much);
  });

  test('the same code sent twice at once opens one session', async () => {
    const { secret, after, email } = await withFactor();
    const tokens = [(await signIn(after, email)).token, (await signIn(after, email)).token];
    const code = codeAt(secret, after.now);
    const results = await Promise.allSettled(
      tokens.map((token) => loginWithCode({ ...after, actor: visitor }, { token, code, userAgent })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a recovery code signs in once, however it is typed', async () => {
    const { ctx, email, codes, after, enter } = await withFactor();
    expect((await enter(codes[3]!.toUpperCase().replaceAll('-', ' '))).isComplete).toBe(true);
    const second = await signIn(after, email);
    expect((await refusal(enter(codes[3]!, after, second.token))).code).toBe('invalid');
    expect((await enter(codes[4]!, after, second.token)).isComplete).toBe(true);
    expect(await getSecondFactor(ctx)).toMatchObject({ recoveryCodesLeft: 8 });
  });

  test('recovery codes belong to one person and can be made anew', async () => {
    const other = await withFactor();
    const { ctx, secret, codes, after, enter } = await withFactor();
    expect((await refusal(enter(other.codes[0]!))).code).toBe('invalid');
    const mine = later(ctx, 10 * step);
    const fresh = await renewRecoveryCodes(mine, { password, code: codeAt(secret, mine.now) });
    expect((await refusal(enter(codes[0]!))).code).toBe('invalid');
    expect((await enter(fresh[0]!, after)).isComplete).toBe(true);
  });

  test('guessing stops after ten codes', async () => {
    const { secret, after, enter } = await withFactor();
    for (let i = 0; i < 10; i++) expect((await refusal(enter('000000'))).code).toBe('invalid');
    expect((await refusal(enter(codeAt(secret, after.now)))).code).toBe('rate_limited');
  });

  test('turning it off takes the password and a code', async () => {
    const { ctx, email, secret } = await withFactor();
    const mine = later(ctx, 10 * step);
    const code = codeAt(secret, mine.now);
    expect((await refusal(disableSecondFactor(mine, { password: 'no', code }))).details).toEqual({
      fields: { password: 'wrong_password' },
    });
    expect((await refusal(disableSecondFactor(mine, { password, code: '000000' }))).details).toEqual({
      fields: { code: 'wrong_code' },
    });
    await disableSecondFactor(mine, { password, code });
    expect(await getSecondFactor(mine)).toEqual({ state: 'off' });
    expect((await signIn(mine, email)).isComplete).toBe(true);
    expect((await refusal(disableSecondFactor(mine, { password, code }))).code).toBe('conflict');
  });

  test('an admin resets another’s, not their own, and agents nobody’s', async () => {
    const admin = await newPerson(get(), 'admin');
    const agent = await newPerson(get());
    const lost = await withFactor();
    await expect(resetSecondFactor(agent.ctx, lost.id)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(resetSecondFactor(admin.ctx, admin.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(resetSecondFactor(admin.ctx, 999_999)).rejects.toMatchObject({ code: 'not_found' });
    await resetSecondFactor(admin.ctx, lost.id);
    expect(await findPendingSession(lost.after, lost.pending.token)).toBeNull();
    expect((await signIn(lost.after, lost.email)).isComplete).toBe(true);
    expect((await refusal(lost.enter(lost.codes[0]!))).code).toBe('sign_in_required');
  });
});
