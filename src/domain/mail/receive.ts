import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import type { IncomingMail } from './incoming/incoming.ts';
import { domainError } from '#src/errors.ts';
import { keep, type Raw, type Source } from './keep.ts';
import {
  countTry,
  findReceived,
  findReceivedToChange,
  listWaiting,
  updateReceived,
} from './received.store.ts';
import { maxTries, type Outcome, type ReceivedMail } from './received.ts';
import { routeMail } from './route.ts';

/** A message kept this long ago without becoming anything lost whoever took it in, in milliseconds. */
const abandonedMs = 2 * 60_000;
const batch = 100;

/** Take in one message: keep it, then make of it what it is. Nothing that was kept is ever lost, whatever happens next. */
export async function receiveMail(ctx: Context, raw: Raw, source: Source): Promise<Outcome> {
  const { kept, isNew } = await keep(ctx, raw, source, 1);
  return isNew ? take(ctx, kept, 1) : takeKept(ctx, kept);
}

/**
 * Make of a kept message what it is: a ticket, a reply, a report or a hold in sight. Done at most once, however often
 * and from wherever it is called; what can't be read is held after three tries.
 */
export async function takeMail(ctx: Context, id: number): Promise<Outcome> {
  const kept = await findReceived(ctx.db.read, id);
  if (!kept) throw domainError('not_found', { mail: id });
  return takeKept(ctx, kept);
}

async function takeKept(ctx: Context, kept: ReceivedMail): Promise<Outcome> {
  if (kept.state !== 'new') return outcomeOf(kept);
  const tries = await ctx.db.write((tx) => countTry(tx, kept.id));
  // A message whose reading ended the process counts its tries as well.
  return tries > maxTries ? hold(ctx, kept.id, { reason: 'poison' }) : take(ctx, kept, tries);
}

async function take(ctx: Context, kept: ReceivedMail, tries: number): Promise<Outcome> {
  const { id } = kept;
  if (kept.size > ctx.config.mailMaxBytes) return hold(ctx, id, { reason: 'too_large' });
  try {
    const mail = await ctx.mailReader.read(kept.hash);
    await ctx.pace.quiet();
    return await ctx.db.write((tx) => settle(tx, ctx, id, mail));
  } catch (error) {
    console.error(`Received mail ${id}, try ${tries}:`, error);
    const reason = tries >= maxTries ? 'poison' : '';
    return hold(ctx, id, { reason, error: String(error).slice(0, 2_000) });
  }
}

/** Take up messages whose process died, for the recurring job. @returns how many there were */
export async function takeWaitingMail(ctx: Context): Promise<number> {
  const ids = await listWaiting(ctx.db.read, new Date(ctx.now.getTime() - abandonedMs), batch);
  for (const id of ids) await takeMail(ctx, id);
  return ids.length;
}

async function settle(tx: Query, ctx: Context, id: number, mail: IncomingMail): Promise<Outcome> {
  const kept = (await findReceivedToChange(tx, id))!;
  return outcomeOf(kept.state === 'new' ? await routeMail({ tx, ctx, kept, mail }) : kept);
}

/** Leave it in sight; without a reason it stays to be tried again. */
async function hold(
  ctx: Context,
  id: number,
  { reason, error = null }: { reason: string; error?: string | null },
): Promise<Outcome> {
  const set = { ...(reason && { state: 'held' as const, reason }), error };
  return outcomeOf(await ctx.db.write((tx) => updateReceived(tx, id, set)));
}

const outcomeOf = ({ id, state, reason, ticketId, messageId }: ReceivedMail): Outcome => ({
  id,
  state,
  reason,
  ticketId,
  messageId,
});
