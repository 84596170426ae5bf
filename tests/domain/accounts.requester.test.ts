import { expect, test } from 'vitest';
import type { VisitorActor } from '#src/context.ts';
import {
  endAllRequesterSessions,
  endRequesterSession,
  findRequesterSession,
  findSignedIn,
} from '#src/domain/accounts/requesterSession.ts';
import { findSignIn, signIn } from '#src/domain/accounts/signIn.ts';
import { makeSignInLink, signInLinkMs, type SignInLink } from '#src/domain/accounts/signInLink.ts';
import { tidyAccounts } from '#src/domain/accounts/tidy.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { eachEngine } from '../helpers.ts';

let counter = 0;
const unique = () => `person${++counter}@example.com`;
const visitor = (requesterId: number | null = null): VisitorActor => ({
  kind: 'visitor',
  visitId: null,
  isCounted: false,
  ticketKeys: {},
  requesterId,
});
const expired = { code: 'expired' };
const wrong = { code: 'invalid', details: { fields: { code: 'wrong_mail_code' } } };

eachEngine((get) => {
  const known = async (email = unique()) => {
    await fileTicket(get(visitor()), { subject: 'Ink', body: 'None.', name: 'Ada', email, locale: 'en' });
    return email;
  };
  /** Ask for a link. @returns what was mailed, and the browser's token */
  const ask = async (email: string, browser: string | null = null, now = new Date()) => {
    const mailed: SignInLink[] = [];
    const clientAddress = `198.51.100.${++counter % 250}`;
    const wanted = { email, next: '/en/tickets/7', browser, clientAddress };
    const token = await makeSignInLink(get(visitor(), now), wanted, async (_tx, link) => mailed.push(link));
    return { browser: token, link: mailed[0]!, mails: mailed.length };
  };
  const enter = (proof: { token?: string; browser?: string; code?: string }, now = new Date()) =>
    signIn(get(visitor(), now), { token: null, browser: null, code: '', userAgent: 'test', ...proof });
  const proofOf = async (email: string) => {
    const { requesters } = get().db.read.tables;
    const rows = await get().db.read.select().from(requesters);
    return rows.find((row) => row.email === email)!.provedAt;
  };

  test('the link signs in where it was asked for, once, and proves the address', async () => {
    const email = await known();
    const { browser, link } = await ask(` ${email.toUpperCase()}`);
    expect(await proofOf(email)).toBeNull();
    const proof = { token: link.token, browser };
    expect(await findSignIn(get(), proof)).toEqual({ email, isConfirmed: true });
    expect(await findSignIn(get(), proof)).toEqual({ email, isConfirmed: true });
    const session = await enter(proof);
    expect(session.next).toBe('/en/tickets/7');
    expect(await proofOf(email)).not.toBeNull();
    const id = await findRequesterSession(get(), session.token);
    expect(await findSignedIn(get(visitor(id)))).toEqual({ id, email, name: 'Ada' });
    await expect(enter(proof)).rejects.toMatchObject(expired);
    expect(await findSignIn(get(), proof)).toBeNull();
  });

  test('elsewhere the link wants the code; where it was asked for, the code is enough', async () => {
    const email = await known();
    const first = await ask(email);
    const elsewhere = { token: first.link.token, browser: (await ask(await known())).browser };
    expect(await findSignIn(get(), elsewhere)).toEqual({ email, isConfirmed: false });
    await expect(enter(elsewhere)).rejects.toMatchObject(wrong);
    await expect(enter({ token: first.link.token })).rejects.toMatchObject(wrong);
    await enter({ token: first.link.token, code: first.link.code });
    const second = await ask(email);
    expect(await findSignIn(get(), { token: null, browser: second.browser })).toEqual({
      email,
      isConfirmed: false,
    });
    await enter({ browser: second.browser, code: ` ${second.link.code.toLowerCase().replace('-', ' ')} ` });
  });

  test('who asked twice may use either mail', async () => {
    const email = await known();
    const first = await ask(email);
    const second = await ask(email, first.browser);
    expect(second.browser).toBe(first.browser);
    await enter({ browser: first.browser, code: first.link.code });
    await enter({ browser: first.browser, token: second.link.token });
  });

  test('a code can be tried five times, also in parallel; then the right one is too late', async () => {
    const { browser, link } = await ask(await known());
    const guesses = Array.from({ length: 8 }, () => enter({ browser, code: 'AAAA-AAAA' }));
    const codes = await Promise.all(
      guesses.map((guess) => guess.catch((error: { code: string }) => error.code)),
    );
    expect(codes.every((code) => code === 'invalid' || code === 'expired')).toBe(true);
    await expect(enter({ browser, code: link.code })).rejects.toMatchObject(expired);
    await expect(enter({ browser, token: link.token })).rejects.toMatchObject(expired);
  });

  test('used by many at once, a link opens one session', async () => {
    const { browser, link } = await ask(await known());
    const tries = Array.from({ length: 5 }, () => enter({ browser, token: link.token }));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('after ten minutes it is over; a code of another or none opens nothing', async () => {
    const email = await known();
    const { browser, link } = await ask(email);
    const later = new Date(Date.now() + signInLinkMs + 1_000);
    await expect(enter({ browser, token: link.token }, later)).rejects.toMatchObject(expired);
    const other = await ask(await known());
    await expect(enter({ browser, code: other.link.code })).rejects.toMatchObject(wrong);
    for (const token of ['', 'x', link.token.slice(1), `${link.token}x`])
      await expect(enter({ browser, token })).rejects.toMatchObject(expired);
    await expect(enter({ code: link.code })).rejects.toMatchObject(expired);
  });

  test('for an unknown address all goes the same way, but nothing is mailed and nothing opens', async () => {
    const email = unique();
    const { browser, mails } = await ask(email);
    expect(mails).toBe(0);
    expect(await findSignIn(get(), { token: null, browser })).toEqual({ email, isConfirmed: false });
    await expect(enter({ browser, code: 'AAAA-AAAA' })).rejects.toMatchObject(wrong);
  });

  test('limits: an impatient person, a network, and a person whom many bother', async () => {
    const email = await known();
    const from = (clientAddress: string, to = email) => {
      const mailed: SignInLink[] = [];
      const wanted = { email: to, next: '', browser: null, clientAddress };
      return makeSignInLink(get(visitor()), wanted, async (_tx, link) => mailed.push(link)).then(
        () => mailed.length,
        (error: { code: string }) => error.code,
      );
    };
    const impatient = [];
    for (let i = 0; i < 6; i++) impatient.push(await from('203.0.113.1'));
    expect(impatient).toEqual([1, 1, 1, 1, 1, 'rate_limited']);
    const bothered = [];
    for (let i = 0; i < 20; i++) bothered.push(await from(`192.0.2.${i}`));
    expect(bothered.filter((n) => n === 1)).toHaveLength(15);
    expect(bothered.slice(15)).toEqual([0, 0, 0, 0, 0]);
    const network = [];
    for (let i = 0; i < 31; i++) network.push(await from('203.0.113.9', unique()));
    expect(network.at(-1)).toBe('rate_limited');
  });

  test('sessions end: by signing out, everywhere, and when their time is over', async () => {
    const email = await known();
    const enterNew = async (now = new Date()) => {
      const { browser, link } = await ask(email, null, now);
      return (await enter({ browser, token: link.token }, now)).token;
    };
    const [a, b] = [await enterNew(), await enterNew()];
    await endRequesterSession(get(), a);
    expect(await findRequesterSession(get(), a)).toBeNull();
    const id = (await findRequesterSession(get(), b))!;
    const last = new Date(Date.now() + get().config.sessionMs);
    expect(await findRequesterSession(get(), b, last)).toBeNull();
    expect(await findRequesterSession(get(), b)).toBe(id);
    await endAllRequesterSessions(get(visitor(id)));
    expect(await findRequesterSession(get(), b)).toBeNull();
    await expect(endAllRequesterSessions(get(visitor()))).rejects.toMatchObject({ code: 'sign_in_required' });
    expect(await findRequesterSession(get(), 'x'.repeat(300))).toBeNull();
  });

  test('neither tokens nor codes are stored; what is over is forgotten', async () => {
    const { browser, link } = await ask(await known());
    const session = await enter({ browser, token: link.token });
    const { read } = get().db;
    const { signInLinks, requesterSessions } = read.tables;
    const load = async () => [
      ...(await read.select().from(signInLinks)),
      ...(await read.select().from(requesterSessions)),
    ];
    const rows = JSON.stringify(await load());
    for (const secret of [browser, link.token, link.code, link.code.replace('-', ''), session.token])
      expect(rows).not.toContain(secret);
    await tidyAccounts(get(undefined, new Date(Date.now() + get().config.sessionMs + 1_000)));
    expect(await load()).toEqual([]);
  });
});
