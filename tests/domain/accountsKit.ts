import { Secret, TOTP } from 'otpauth';
import type { Actor, Context } from '#src/context.ts';
import { actorOf } from '#src/domain/accounts/agent.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { login } from '#src/domain/accounts/login.ts';
import { getPerson } from '#src/domain/accounts/people.ts';
import {
  confirmSecondFactor,
  getSecondFactor,
  startSecondFactor,
} from '#src/domain/accounts/secondFactor.ts';

/** What the tests of accounts share: people, their passwords, and an authenticator app. */
export const password = 'marmotta zaino lampione';
export const otherPassword = 'calabrone tegola fisarmonica';
export const visitor: Actor = { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} };
export const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let made = 0;
let clients = 0;

/** A new agent with an address of their own, and their context. */
export async function newPerson(ctx: Context, role: 'agent' | 'admin' = 'agent') {
  const email = `person${++made}@example.com`;
  const id = await createAgent(ctx, { email, name: `Person ${made}`, role, password });
  return { id, email, ctx: await asAgent(ctx, id) };
}

export async function asAgent(ctx: Context, id: number): Promise<Context> {
  return { ...ctx, actor: actorOf(await getPerson({ ...ctx, actor: { kind: 'system' } }, id)) };
}

export const later = (ctx: Context, ms: number): Context => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + ms),
});

/** Sign in from an address that nobody else uses, so that limits don't mix. */
export const signIn = (ctx: Context, email: string, secret = password) =>
  login({ ...ctx, actor: visitor }, { email, password: secret, address: freshAddress(), userAgent });

export const freshAddress = () => `198.51.${(++clients >> 8) & 255}.${clients & 255}`;

/** The code the app shows at a time. */
export const codeAt = (secret: string, time: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: time.getTime() });

/** Turn the second factor of a person on. @returns the secret and the recovery codes. */
export async function enrol(ctx: Context, sessionId: string | null = null) {
  await startSecondFactor(ctx, { password });
  const pending = await getSecondFactor(ctx);
  if (pending.state !== 'pending') throw new Error(`expected a pending second factor, got ${pending.state}`);
  const codes = await confirmSecondFactor(ctx, { code: codeAt(pending.secret, ctx.now), sessionId });
  return { secret: pending.secret, codes };
}

/** What a promise was refused with, for several assertions on one error. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; details: Record<string, unknown> }> {
  try {
    await work;
  } catch (error) {
    return error as { code: string; details: Record<string, unknown> };
  }
  throw new Error('expected a refusal');
}
