import { z } from 'zod';
import { sendToSupport } from '#src/domain/ask/send.ts';
import { solvedByAnswers } from '#src/domain/ask/solved.ts';
import { keyCookie } from '#src/domain/tickets/accessKey.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';
import { uploadsOf } from './uploads.ts';

const text = z.string().default('');

export const ask = {
  solved: formAction({
    input: z.object({ form: text }),
    run: async (ctx, { form }, { locals }) => {
      const recorded = await solvedByAnswers(ctx, form);
      if (recorded) locals.keepVisit(recorded.visitId);
      return paths.askSolved(ctx.locale);
    },
  }),

  /** Fields are checked by the verb, not here: files that came along are kept whatever is wrong. */
  send: formAction({
    input: z.object({
      form: text,
      problem: text,
      subject: text,
      details: text,
      name: text,
      email: text,
      website: text,
      kept: z.array(z.string()),
      files: z.array(z.union([z.instanceof(File), z.string()])),
    }),
    run: async (ctx, { files, ...input }, { locals, cookies }) => {
      const uploads = await uploadsOf(files.filter((file) => file instanceof File));
      const { clientAddress } = locals;
      const sent = await sendToSupport(ctx, { ...input, files: uploads, clientAddress });
      // An agent who asks for somebody holds no private link: they see the ticket in the desk.
      if (ctx.actor.kind === 'agent') return paths.deskTicket(sent.number);
      const { name, value, options } = keyCookie(ctx, sent.number, sent.key);
      cookies.set(name, value, options);
      if (sent.visitId) locals.keepVisit(sent.visitId);
      return paths.askSent(ctx.locale, sent.number);
    },
  }),
};
