import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { takeToken } from '#src/domain/limits/limits.ts';
import { isLocale } from '#src/i18n/index.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { parseInput } from './change.ts';
import { fileTicket, type Filed } from './fileTicket.ts';
import { getOwnTicket } from './ownTicket.ts';
import { listParticipants } from './people.store.ts';
import { bodyInput, submissionKeyInput, type Channel } from './ticket.ts';

/** New tickets that one participant may make of closed ones in an hour. */
const limit = { limit: 10, windowMs: 3_600_000 };

const input = z.object({ body: bodyInput, submissionKey: submissionKeyInput.optional() });

export interface FollowUpInput {
  body: string;
  files?: readonly Upload[];
  submissionKey?: string | undefined;
  channel?: Channel;
}

/**
 * A closed ticket takes no more replies: whoever took part in it and writes again files a new one, linked to it.
 * @throws not_found, invalid, too_large, rate_limited; conflict while it still takes replies
 */
export async function followUp(ctx: Context, number: number, given: FollowUpInput): Promise<Filed> {
  const own = await getOwnTicket(ctx, number);
  if (own.state !== 'closed') throw domainError('conflict', { reason: 'open' });
  const { body, submissionKey } = parseInput(input, given);
  const { requesterId } = own.me;
  await takeToken(ctx, { key: `follow-up:${requesterId}`, ...limit });
  const people = await listParticipants(ctx.db.read, number);
  const me = people.find((person) => person.requesterId === requesterId)!;
  return fileTicket(ctx, {
    subject: own.subject,
    body,
    name: me.name,
    email: me.email,
    locale: isLocale(own.locale) ? own.locale : ctx.locale,
    channel: given.channel ?? 'web',
    submissionKey,
    files: given.files ?? [],
    follows: { id: own.id, mailboxId: own.mailboxId },
  });
}
