import { z } from 'zod';
import {
  attachHeld,
  attachHeldInput,
  discardHeld,
  makeTicketOfHeld,
  ticketOfHeldInput,
} from '#src/domain/mail/held.ts';
import { testMailbox } from '#src/domain/mail/imapClient.ts';
import { mailboxInput, removeMailbox, saveMailbox } from '#src/domain/mail/mailbox.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

const one = z.object({ id: idInput });

export const mailIn = {
  makeTicket: formAction({
    input: ticketOfHeldInput,
    run: async (ctx, input) => paths.deskTicket(await makeTicketOfHeld(ctx, input)),
  }),

  attach: formAction({
    input: attachHeldInput,
    run: async (ctx, { ticket, ...input }) =>
      paths.deskTicket(await attachHeld(ctx, { ...input, ticket: String(ticket) })),
  }),

  discard: formAction({
    input: one,
    run: async (ctx, { id }) => {
      await discardHeld(ctx, id);
      return paths.deskReceived({ done: 'discarded' });
    },
  }),

  saveMailbox: formAction({
    input: mailboxInput,
    run: async (ctx, input) => paths.adminMailbox(await saveMailbox(ctx, input), 'saved'),
  }),

  testMailbox: formAction({
    input: one,
    run: async (ctx, { id }) =>
      paths.adminMailbox(id, (await testMailbox(ctx, id)) === null ? 'works' : 'fails'),
  }),

  removeMailbox: formAction({
    input: one,
    run: async (ctx, { id }) => {
      await removeMailbox(ctx, id);
      return paths.adminMailboxes('removed');
    },
  }),
};
