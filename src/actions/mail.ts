import { z } from 'zod';
import { mailKindNames, type MailKind } from '#src/domain/mail/mail.ts';
import { chooseNotices, noticeKinds } from '#src/domain/mail/notices.ts';
import { sendAgain } from '#src/domain/mail/outboxView.ts';
import { resetTemplate, saveTemplate, switchMail } from '#src/domain/mail/templates.ts';
import { idInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

const kindInput = z.enum(mailKindNames as [MailKind, ...MailKind[]], { error: 'bad_choice' });
const template = z.object({ kind: kindInput, locale: z.enum(locales, { error: 'bad_choice' }) });
const text = z.string().max(20_000, { error: 'too_long' }).default('');

export const mail = {
  sendAgain: formAction({
    input: z.object({ id: idInput }),
    run: async (ctx, { id }) => {
      await sendAgain(ctx, id);
      return paths.deskMail(id, 'again');
    },
  }),

  saveTemplate: formAction({
    input: template.extend({ subject: text, body: text }),
    run: async (ctx, { kind, locale, ...source }) => {
      await saveTemplate(ctx, kind, locale, source);
      return paths.adminMailTemplate(kind, { locale, done: 'saved' });
    },
  }),

  resetTemplate: formAction({
    input: template,
    run: async (ctx, { kind, locale }) => {
      await resetTemplate(ctx, kind, locale);
      return paths.adminMailTemplate(kind, { locale, done: 'reset' });
    },
  }),

  switchMail: formAction({
    input: template.extend({ isOn: z.stringbool({ error: 'bad_choice' }) }),
    run: async (ctx, { kind, locale, isOn }) => {
      await switchMail(ctx, kind, isOn);
      return paths.adminMailTemplate(kind, { locale, done: isOn ? 'on' : 'off' });
    },
  }),

  chooseNotices: formAction({
    input: z.object({ wanted: z.array(z.enum(noticeKinds, { error: 'bad_choice' })) }),
    run: async (ctx, { wanted }) => {
      await chooseNotices(ctx, wanted);
      return `${paths.deskAccount()}?done=notices#notices`;
    },
  }),
};
