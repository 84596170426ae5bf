import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { addressBlock, forgetLimit, takeToken } from '#src/domain/limits/limits.ts';
import { domainError } from '#src/errors.ts';
import { findAgentRowByEmail } from './agent.store.ts';
import { passwordMax, verifyPassword } from './password.ts';
import { createSession, type NewSession } from './session.ts';

const windowMs = 15 * 60_000;
/** Wrong tries in one window: for one e-mail address from one client, and for one client over all e-mails. */
const triesPerAccount = 10;
const triesPerClient = 100;

/** What was typed is compared, not judged: any text that might be an address will do. */
export const loginInput = z.object({
  email: z
    .string({ error: 'required' })
    .trim()
    .toLowerCase()
    .min(1, { error: 'required' })
    .max(254, { error: 'too_long' }),
  password: z
    .string({ error: 'required' })
    .min(1, { error: 'required' })
    .max(passwordMax * 2, { error: 'too_long' }),
});

/**
 * Sign in with a password. The session waits for its second factor when the agent has one.
 * @throws invalid for a wrong pair, whichever part is wrong; rate_limited after too many tries.
 */
export async function login(
  ctx: Context,
  {
    email,
    password,
    address,
    userAgent,
  }: z.output<typeof loginInput> & { address: string; userAgent: string },
): Promise<NewSession> {
  const client = `login:${addressBlock(address)}`;
  const account = `${client}:${email}`;
  await takeToken(ctx, { key: client, limit: triesPerClient, windowMs });
  await takeToken(ctx, { key: account, limit: triesPerAccount, windowMs });
  const agent = await findAgentRowByEmail(ctx.db.read, email.replaceAll('\0', ''));
  const isRight = await verifyPassword(agent?.passwordHash ?? null, password);
  if (!agent || !isRight || agent.disabledAt)
    throw domainError('invalid', { fields: { password: 'wrong_login' } });
  await forgetLimit(ctx, account);
  return createSession(ctx, { agentId: agent.id, userAgent, isComplete: agent.totpConfirmedAt === null });
}
