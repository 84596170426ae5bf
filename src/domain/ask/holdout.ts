import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAdmin, requireAgent } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import type { Offer } from '#src/domain/visits/visit.ts';
import { findTrials, keepTrials } from './holdout.store.ts';

/** A stretch of time in which a share of asks, drawn by lot, sees no suggestions. Another share is another trial. */
export interface Trial {
  /** Of visits that ask, in percent. */
  percent: number;
  /** ISO 8601. */
  from: string;
  /** Null while it runs. */
  to: string | null;
}

/** 0: everybody sees suggestions. Never more than half: what is learnt grows no faster then. */
export const holdoutShares = [0, 5, 10, 20, 30, 50] as const;
export const holdoutInput = z.object({
  percent: z.coerce
    .number()
    .refine((percent) => holdoutShares.includes(percent as 5), { error: 'bad_choice' }),
});
const trialsKept = 20;

/** Every trial so far, the newest first: agents may see what was learnt. @throws sign_in_required */
export async function holdoutTrials(ctx: Context): Promise<Trial[]> {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
  return findTrials(ctx.db.read);
}

/** Let a share of asks see no suggestions from now on, or none (0). @throws not_allowed, sign_in_required, invalid */
export async function setHoldout(ctx: Context, input: z.input<typeof holdoutInput>): Promise<void> {
  requireAdmin(ctx);
  const { percent } = checkInput(holdoutInput, input);
  const at = ctx.now.toISOString();
  await ctx.db.write(async (tx) => {
    const trials = await findTrials(tx);
    const running = trials.find(({ to }) => to === null);
    if ((running?.percent ?? 0) === percent) return;
    const ended = trials.map((trial) => ({ ...trial, to: trial.to ?? at }));
    const fresh = percent > 0 ? [{ percent, from: at, to: null }] : [];
    await keepTrials(tx, [...fresh, ...ended].slice(0, trialsKept));
  });
}

/** Draw whether an ask sees its suggestions: by lot while a trial runs, else always. */
export async function drawOffer(ctx: Context): Promise<{ kind: Offer; isTrial: boolean }> {
  const running = (await findTrials(ctx.db.read)).find(({ to }) => to === null);
  if (!running) return { kind: 'suggestions_shown', isTrial: false };
  const isWithheld = randomInt(100) < running.percent;
  return { kind: isWithheld ? 'suggestions_withheld' : 'suggestions_shown', isTrial: true };
}
