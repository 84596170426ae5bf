import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { claimTotpStep, findAgentRow, updateAgent, type AgentRow } from './agent.store.ts';
import { requireAgent } from './guards.ts';
import { claimCode, countCodeTry, forgetCodeTries, requirePassword } from './proof.ts';
import { countUnusedRecoveryCodes, replaceRecoveryCodes } from './recoveryCode.store.ts';
import { endSessionsOf } from './session.ts';
import { hashToken } from './token.ts';
import { openTotpSecret, sealTotpSecret } from './totpSecret.ts';
import { newRecoveryCodes, newTotpSecret, plainRecoveryCode, qrCode, totpStep, totpUri } from './totp.ts';

/** Where the acting agent stands with the second factor. */
export type SecondFactor =
  | { state: 'off' }
  /** The secret waits for a code that proves the app has it. `qr` is an address for `<img>`. */
  | { state: 'pending'; secret: string; uri: string; qr: string }
  | { state: 'on'; since: Date; recoveryCodesLeft: number };

export async function getSecondFactor(ctx: Context): Promise<SecondFactor> {
  const agent = await getMe(ctx);
  if (!agent.totpSecret) return { state: 'off' };
  if (agent.totpConfirmedAt) {
    const recoveryCodesLeft = await countUnusedRecoveryCodes(ctx.db.read, agent.id);
    return { state: 'on', since: agent.totpConfirmedAt, recoveryCodesLeft };
  }
  const secret = await openTotpSecret(ctx, agent);
  if (secret === null) return { state: 'off' };
  const { email } = agent;
  const uri = totpUri({ secret, email, issuer: ctx.config.siteName });
  return { state: 'pending', secret, uri, qr: await qrCode(uri) };
}

/** Make a secret for the app; nothing is asked for at sign-in until a code confirmed it. @throws invalid; conflict. */
export async function startSecondFactor(ctx: Context, { password }: { password: string }): Promise<void> {
  const agent = await requirePassword(ctx, password);
  if (agent.totpConfirmedAt) throw domainError('conflict');
  const totpSecret = await sealTotpSecret(ctx, newTotpSecret());
  const set = { totpSecret, totpConfirmedAt: null, totpLastStep: null };
  await ctx.db.write((tx) => updateAgent(tx, agent.id, set));
}

/** Drop a secret that was never confirmed. */
export async function cancelSecondFactor(ctx: Context): Promise<void> {
  const agent = await getMe(ctx);
  if (agent.totpConfirmedAt) throw domainError('conflict');
  await ctx.db.write((tx) => updateAgent(tx, agent.id, { totpSecret: null }));
}

/**
 * Turn the second factor on with a first code; the agent's other sessions end.
 * @returns the recovery codes, which nothing shows again.
 * @throws invalid for a wrong code; conflict when nothing was started; rate_limited.
 */
export async function confirmSecondFactor(
  ctx: Context,
  { code, sessionId }: { code: string; sessionId: string | null },
): Promise<string[]> {
  const agent = await getMe(ctx);
  const secret = await openTotpSecret(ctx, agent);
  if (!secret || agent.totpConfirmedAt) throw domainError('conflict');
  await countCodeTry(ctx, agent.id);
  const step = totpStep(secret, code, ctx.now);
  if (step === null) throw domainError('invalid', { fields: { code: 'wrong_code' } });
  const codes = await ctx.db.write(async (tx) => {
    if (!(await claimTotpStep(tx, agent.id, step))) throw domainError('conflict');
    await updateAgent(tx, agent.id, { totpConfirmedAt: ctx.now });
    await endSessionsOf(ctx, agent.id, sessionId);
    return storeNewCodes(tx, agent.id);
  });
  await forgetCodeTries(ctx, agent.id);
  return codes;
}

/** Ten new recovery codes; the old ones open nothing any more. @throws like `disableSecondFactor`. */
export async function renewRecoveryCodes(
  ctx: Context,
  proof: { password: string; code: string },
): Promise<string[]> {
  return withBothFactors(ctx, proof, (tx, agent) => storeNewCodes(tx, agent.id));
}

/** Turn the second factor off. @throws invalid for a wrong password or code; conflict when it is off; rate_limited. */
export async function disableSecondFactor(
  ctx: Context,
  proof: { password: string; code: string },
): Promise<void> {
  await withBothFactors(ctx, proof, (tx, agent) => forgetSecondFactor(tx, agent.id));
}

/** Forget an agent's secret and recovery codes. */
export async function forgetSecondFactor(tx: Query, agentId: number): Promise<void> {
  await updateAgent(tx, agentId, { totpSecret: null, totpConfirmedAt: null, totpLastStep: null });
  await replaceRecoveryCodes(tx, agentId, []);
}

async function withBothFactors<T>(
  ctx: Context,
  { password, code }: { password: string; code: string },
  work: (tx: Query, agent: AgentRow) => Promise<T>,
): Promise<T> {
  const agent = await requirePassword(ctx, password);
  if (!agent.totpConfirmedAt) throw domainError('conflict');
  await countCodeTry(ctx, agent.id);
  const result = await ctx.db.write(async (tx) => {
    await claimCode(tx, ctx, { agent, code });
    return work(tx, agent);
  });
  await forgetCodeTries(ctx, agent.id);
  return result;
}

async function storeNewCodes(tx: Query, agentId: number): Promise<string[]> {
  const codes = newRecoveryCodes();
  await replaceRecoveryCodes(
    tx,
    agentId,
    codes.map((code) => hashToken(plainRecoveryCode(code)!)),
  );
  return codes;
}

async function getMe(ctx: Context): Promise<AgentRow> {
  const agent = await findAgentRow(ctx.db.read, requireAgent(ctx).id);
  if (!agent) throw domainError('sign_in_required');
  return agent;
}
