import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { getAccount, updateProfile } from '#src/domain/accounts/account.ts';
import { nameInput } from '#src/domain/accounts/agent.ts';
import { login, loginInput } from '#src/domain/accounts/login.ts';
import { dropPassedLimits, forgetLimit, takeToken } from '#src/domain/limits/limits.ts';
import { eachEngine } from '../helpers.ts';
import {
  freshAddress,
  later,
  newPerson,
  password,
  refusal,
  signIn,
  userAgent,
  visitor,
} from './accountsKit.ts';

const quarter = 15 * 60_000;
const blns = new URL('../../../shared/corpora/blns/cases.jsonl', import.meta.url);

eachEngine((get) => {
  test('ten wrong tries for one e-mail from one address, then a pause that ends', async () => {
    const ctx = get(visitor);
    const { email } = await newPerson(get());
    const address = freshAddress();
    const attempt = (secret: string, at = ctx) => login(at, { email, password: secret, address, userAgent });
    for (let i = 0; i < 10; i++) await expect(attempt('wrong')).rejects.toMatchObject({ code: 'invalid' });
    const refused = await refusal(attempt(password));
    expect(refused).toMatchObject({ code: 'rate_limited', details: { count: 15, retryAfter: 900 } });
    // The agent at another address is not shut out by it.
    expect((await signIn(ctx, email)).isComplete).toBe(true);
    expect((await attempt(password, later(ctx, quarter + 1))).isComplete).toBe(true);
  });

  test('the right password starts the count afresh', async () => {
    const ctx = get(visitor);
    const { email } = await newPerson(get());
    const attempt = (secret: string) =>
      login(ctx, { email, password: secret, address: '203.0.113.9', userAgent });
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++) await expect(attempt('wrong')).rejects.toMatchObject({ code: 'invalid' });
      expect((await attempt(password)).isComplete).toBe(true);
    }
  });

  test('a client that tries many e-mails is stopped, over a whole IPv6 network', async () => {
    const ctx = get(visitor);
    const spend = (n: number) => ({ key: 'login:2001:db8:7:1::/64', limit: n, windowMs: quarter });
    for (let i = 0; i < 100; i++) await takeToken(ctx, spend(100));
    const input = { email: 'a@example.com', password: 'x', address: '2001:db8:7:1::5', userAgent };
    await expect(login(ctx, input)).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(login(ctx, { ...input, address: '2001:db8:7:2::5' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('tokens taken at the same time are never more than the limit', async () => {
    const ctx = get();
    const take = () => takeToken(ctx, { key: 'parallel', limit: 7, windowMs: 1_000 });
    const results = await Promise.allSettled(Array.from({ length: 25 }, take));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
  });

  test('a window ends by the clock, and can be forgotten', async () => {
    const ctx = get();
    const limit = { key: 'window', limit: 1, windowMs: 10_000 };
    await takeToken(ctx, limit);
    expect(await refusal(takeToken(later(ctx, 4_000), limit))).toMatchObject({
      details: { retryAfter: 6, count: 1 },
    });
    await expect(takeToken(later(ctx, 9_999), limit)).rejects.toMatchObject({ code: 'rate_limited' });
    await takeToken(later(ctx, 10_000), limit);
    await forgetLimit(ctx, limit.key);
    await takeToken(later(ctx, 10_001), limit);
    await dropPassedLimits(later(ctx, 15_000));
    await expect(takeToken(later(ctx, 15_000), limit)).rejects.toMatchObject({ code: 'rate_limited' });
    await dropPassedLimits(later(ctx, 60_000));
    await takeToken(later(ctx, 15_000), limit);
  });

  test('upper case, blanks and another way to write an accent are the same person', async () => {
    const ctx = get();
    const { email } = await newPerson(ctx);
    const typed = loginInput.parse({ email: `  ${email.toUpperCase()} `, password });
    expect((await signIn(ctx, typed.email)).isComplete).toBe(true);
  });

  describe.runIf(isThere(blns))('strings that break things', () => {
    test('are refused as e-mail or password, and break nothing', { timeout: 120_000 }, async () => {
      const ctx = get(visitor);
      const { email } = await newPerson(get());
      const strings = naughtyStrings();
      for (const text of strings) {
        const typed = loginInput.safeParse({ email: text, password: text });
        if (!typed.success) continue;
        const asEmail = await refusal(
          login(ctx, { ...typed.data, address: freshAddress(), userAgent: text }),
        );
        expect(asEmail.code, text).toBe('invalid');
      }
      const hard = strings.filter((text) => text.length > 0).slice(0, 20);
      for (const text of hard) {
        const input = { email, password: text, address: freshAddress(), userAgent };
        expect((await refusal(login(ctx, input))).code, text).toBe('invalid');
      }
      expect(strings.length).toBeGreaterThan(200);
    });

    test('are names like any other, and come back as they were', async () => {
      const { ctx } = await newPerson(get());
      let kept = 0;
      for (const text of naughtyStrings()) {
        const typed = nameInput.safeParse(text);
        if (!typed.success) continue;
        await updateProfile(ctx, { name: typed.data, locale: 'en' });
        expect((await getAccount(ctx)).name).toBe(text.replace(/[\r\n]+/g, ' ').trim());
        kept++;
      }
      expect(kept).toBeGreaterThan(150);
    });
  });
});

function isThere(file: URL): boolean {
  const found = existsSync(file);
  if (!found) console.info(`skipped: the naughty strings are not at ${file.pathname}`);
  return found;
}

function naughtyStrings(): string[] {
  const lines = readFileSync(blns, 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { s: string }).s);
}
