import { z } from 'zod';
import { addPerson, personInput } from '#src/domain/tickets/addPerson.ts';
import { cannedInput, removeCanned, saveCanned } from '#src/domain/tickets/canned.ts';
import { fileFor, fileForInput } from '#src/domain/tickets/fileFor.ts';
import { mergeTicket, partTicket } from '#src/domain/tickets/merge.ts';
import { removePerson } from '#src/domain/tickets/removePerson.ts';
import { askExpert, sideThreadInput, writeToExpert } from '#src/domain/tickets/sideThread.ts';
import { markSpam, unmarkSpam } from '#src/domain/tickets/spam.ts';
import { splitMessage } from '#src/domain/tickets/split.ts';
import { bodyInput, submissionKeyInput } from '#src/domain/tickets/ticket.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';
import { onTicket } from './onTicket.ts';
import { filesInput, uploadsOf } from './uploads.ts';

const checkbox = z.literal('on').optional();

/** What agents do with tickets beside answering and handling them. */
export const deskTickets = {
  fileFor: formAction({
    input: fileForInput.omit({ isMine: true, isSilent: true }).extend({
      submissionKey: submissionKeyInput,
      mine: checkbox,
      receipt: checkbox,
      files: filesInput,
    }),
    run: async (ctx, { mine, receipt, files, ...input }) => {
      const filed = await fileFor(ctx, {
        ...input,
        isMine: mine === 'on',
        isSilent: receipt !== 'on',
        files: await uploadsOf(files),
      });
      return paths.deskTicket(filed.number);
    },
  }),

  addPerson: onTicket(personInput.shape, async (ctx, number, person) => {
    await addPerson(ctx, number, person);
  }),

  removePerson: onTicket({ person: idInput }, (ctx, number, { person }) => removePerson(ctx, number, person)),

  /** With or without the sign that people put before a number. */
  merge: onTicket(
    {
      into: z.preprocess(
        (text) =>
          String(text ?? '')
            .trim()
            .replace(/^#/, ''),
        idInput,
      ),
    },
    (ctx, number, { into }) => mergeTicket(ctx, number, into),
  ),

  part: onTicket({}, (ctx, number) => partTicket(ctx, number)),

  split: formAction({
    input: z.object({ number: idInput, message: idInput, subject: z.string() }),
    run: async (ctx, { number, message, subject }) =>
      paths.deskTicket(await splitMessage(ctx, number, message, { subject })),
  }),

  markSpam: onTicket({}, (ctx, number) => markSpam(ctx, number)),

  unmarkSpam: onTicket({}, (ctx, number) => unmarkSpam(ctx, number)),

  askExpert: formAction({
    input: sideThreadInput.extend({ number: idInput }),
    run: async (ctx, { number, ...input }) =>
      `${paths.deskTicket(number)}#message-${await askExpert(ctx, number, input)}`,
  }),

  writeToExpert: formAction({
    input: z.object({
      number: idInput,
      thread: idInput,
      body: bodyInput,
      submissionKey: submissionKeyInput.optional(),
    }),
    run: async (ctx, { number, thread, ...input }) =>
      `${paths.deskTicket(number)}#message-${await writeToExpert(ctx, number, thread, input)}`,
  }),

  saveCanned: formAction({
    input: cannedInput,
    run: async (ctx, input) => {
      await saveCanned(ctx, input);
      return paths.deskReplies();
    },
  }),

  removeCanned: formAction({
    input: z.object({ id: idInput }),
    run: async (ctx, { id }) => {
      await removeCanned(ctx, id);
      return paths.deskReplies();
    },
  }),
};
