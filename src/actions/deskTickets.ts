import { z } from 'zod';
import { addPerson, personInput } from '#src/domain/tickets/addPerson.ts';
import { cannedInput, removeCanned, saveCanned } from '#src/domain/tickets/canned.ts';
import { fileFor, type FileForInput } from '#src/domain/tickets/fileFor.ts';
import { mergeTicket, partTicket } from '#src/domain/tickets/merge.ts';
import { removePerson } from '#src/domain/tickets/removePerson.ts';
import { askExpert, writeToExpert } from '#src/domain/tickets/sideThread.ts';
import { markSpam, unmarkSpam } from '#src/domain/tickets/spam.ts';
import { splitMessage } from '#src/domain/tickets/split.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';
import { onTicket } from './onTicket.ts';
import { messageFields, withFilesOf } from './uploads.ts';

/** Checked by the verb. */
const text = z.string().default('');
const checkbox = z.literal('on').optional();

/** What agents do with tickets beside answering and handling them. */
export const deskTickets = {
  fileFor: formAction({
    input: z.object({
      ...messageFields,
      ...{ email: text, name: text, subject: text, channel: text, locale: text },
      mine: checkbox,
      receipt: checkbox,
    }),
    run: async (ctx, { mine, receipt, files, kept, ...input }) => {
      const how = { isMine: mine === 'on', isSilent: receipt !== 'on' };
      const filed = await withFilesOf(ctx, { files, kept }, (uploads) =>
        fileFor(ctx, { ...(input as FileForInput), ...how, files: uploads }),
      );
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

  /** Pressed on either of the two: `back` is the one that was looked at. */
  part: formAction({
    input: z.object({ number: idInput, back: idInput.optional() }),
    run: async (ctx, { number, back = number }) => {
      await partTicket(ctx, number);
      return paths.deskTicket(back);
    },
  }),

  split: formAction({
    input: z.object({ number: idInput, message: idInput, subject: z.string() }),
    run: async (ctx, { number, message, subject }) =>
      paths.deskTicket(await splitMessage(ctx, number, message, { subject })),
  }),

  markSpam: onTicket({}, (ctx, number) => markSpam(ctx, number)),

  unmarkSpam: onTicket({}, (ctx, number) => unmarkSpam(ctx, number)),

  askExpert: formAction({
    input: z.object({ ...messageFields, number: idInput, email: text, name: text, subject: text }),
    run: async (ctx, { number, files, kept, ...input }) => {
      const id = await withFilesOf(ctx, { files, kept }, (uploads) =>
        askExpert(ctx, number, { ...input, files: uploads }),
      );
      return `${paths.deskTicket(number)}#message-${id}`;
    },
  }),

  writeToExpert: formAction({
    input: z.object({ ...messageFields, number: idInput, thread: idInput }),
    run: async (ctx, { number, thread, files, kept, ...input }) => {
      const id = await withFilesOf(ctx, { files, kept }, (uploads) =>
        writeToExpert(ctx, number, thread, { ...input, files: uploads }),
      );
      return `${paths.deskTicket(number)}#message-${id}`;
    },
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
