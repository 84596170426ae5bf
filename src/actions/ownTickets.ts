import { z } from 'zod';
import { keyCookie } from '#src/domain/tickets/accessKey.ts';
import { addColleague, personInput } from '#src/domain/tickets/addPerson.ts';
import { closeOwnTicket } from '#src/domain/tickets/closeOwn.ts';
import { followUp } from '#src/domain/tickets/followUp.ts';
import { removeColleague } from '#src/domain/tickets/removePerson.ts';
import { reopenOwnTicket } from '#src/domain/tickets/reopen.ts';
import { replyAsRequester } from '#src/domain/tickets/replyAsRequester.ts';
import { idInput } from '#src/domain/text.ts';
import type { Context } from '#src/context.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';
import { messageFields, withFilesOf } from './uploads.ts';

const number = idInput;

const messageInput = z.object({ ...messageFields, number });

/** What those who take part in a ticket do with it, by its private link or signed in. */
export const ownTickets = {
  replyAsRequester: formAction({
    input: messageInput,
    run: async (ctx, input) => {
      const { number, body, submissionKey } = input;
      const id = await withFilesOf(ctx, input, (files) =>
        replyAsRequester(ctx, number, { body, submissionKey, files }),
      );
      return `${paths.ticket(ctx.locale, number)}#message-${id}`;
    },
  }),

  followUp: formAction({
    input: messageInput,
    run: async (ctx, input, { cookies }) => {
      const { number, body, submissionKey } = input;
      const filed = await withFilesOf(ctx, input, (files) =>
        followUp(ctx, number, { body, submissionKey, files }),
      );
      const { name, value, options } = keyCookie(ctx, filed.number, filed.key);
      cookies.set(name, value, options);
      return paths.ticket(ctx.locale, filed.number);
    },
  }),

  reopenAsRequester: onOwn({}, (ctx, number) => reopenOwnTicket(ctx, number)),

  closeAsRequester: onOwn({}, (ctx, number) => closeOwnTicket(ctx, number)),

  addColleague: onOwn(personInput.shape, (ctx, number, person) => addColleague(ctx, number, person)),

  /** Who takes themselves out sees the ticket no more. */
  removeColleague: formAction({
    input: z.object({ number, person: idInput }),
    run: async (ctx, { number, person }) => {
      const isMe = await removeColleague(ctx, number, person);
      return isMe ? paths.tickets(ctx.locale) : paths.ticket(ctx.locale, number);
    },
  }),
};

/** A form about one ticket of a requester, which shows the ticket again. */
function onOwn<F extends z.ZodRawShape>(
  fields: F,
  run: (ctx: Context, number: number, input: z.output<z.ZodObject<F>>) => Promise<unknown>,
) {
  return formAction({
    input: z.object({ ...fields, number }),
    run: async (ctx, input) => {
      const { number, ...rest } = input as { number: number };
      await run(ctx, number, rest as z.output<z.ZodObject<F>>);
      return paths.ticket(ctx.locale, number);
    },
  });
}
