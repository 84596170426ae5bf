import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { forgetRequester } from '#src/domain/accounts/forgetRequester.ts';
import { requireAdminOrSystem } from '#src/domain/accounts/guards.ts';
import { findRequester } from '#src/domain/accounts/requester.ts';
import { getSignedIn } from '#src/domain/accounts/requesterSession.ts';
import { flagErased } from '#src/domain/articles/flag.ts';
import { forgetPeopleOf } from '#src/domain/articles/personalData/forget.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { dropTraces } from './traces.ts';
import { forgetMailOf } from '#src/domain/mail/forget.ts';
import { emailInput } from '#src/domain/text.ts';
import { forgetTicketsOf, ticketIdsOf } from '#src/domain/tickets/forget.ts';
import { writtenFrom } from '#src/domain/tickets/writtenFrom.ts';
import { forgetWordsOf } from '#src/domain/visits/forget.ts';
import { forgetWishesOf } from '#src/domain/wishes/waiting.ts';

const input = z.object({ confirm: emailInput });

/**
 * Erase everything about oneself: words, names, addresses, files, mails, past questions, the way to the question. What
 * is counted and the articles stay; whoever owns one that was written from their tickets is asked to check it. Typing the address confirms it; there is no way back.
 * @throws sign_in_required, invalid
 */
export async function eraseMe(ctx: Context, given: { confirm: string }): Promise<void> {
  const me = await getSignedIn(ctx);
  checkConfirmed(me.email, given);
  await erase(ctx, me);
}

/** The same by an admin for somebody. @throws not_allowed, not_found, invalid */
export async function eraseRequester(ctx: Context, id: number, given: { confirm: string }): Promise<void> {
  requireAdminOrSystem(ctx);
  const person = await findRequester(ctx, id);
  if (!person) throw domainError('not_found', { requester: id });
  checkConfirmed(person.email, given);
  await erase(ctx, person);
}

function checkConfirmed(email: string, given: { confirm: string }): void {
  const { confirm } = checkInput(input, given);
  if (confirm !== email) throw domainError('invalid', { fields: { confirm: 'not_this_address' } });
}

async function erase(ctx: Context, { id, email }: { id: number; email: string }): Promise<void> {
  await ctx.db.write(async (tx) => {
    const ticketIds = await ticketIdsOf(tx, id);
    await forgetWordsOf(ctx, ticketIds);
    // Before the tickets, whose words in the index hold the address.
    await forgetRequester(tx, { id, email }, ctx.now);
    const forgotten = await forgetTicketsOf(tx, id, ctx.now);
    const drafted = await forgetPeopleOf(tx, ticketIds);
    await flagErased(tx, ctx.now, [...drafted, ...(await writtenFrom(tx, ticketIds))]);
    await forgetWishesOf(tx, email);
    const raw = await forgetMailOf(tx, { requesterId: id, email }, forgotten);
    const hashes = [...new Set([...forgotten.fileHashes, ...raw])];
    await dropTraces(tx, ctx, hashes);
  });
}
