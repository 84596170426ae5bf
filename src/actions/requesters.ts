import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import {
  endAllRequesterSessions,
  endRequesterSession,
  requesterCookie,
} from '#src/domain/accounts/requesterSession.ts';
import { signIn, signInCookie } from '#src/domain/accounts/signIn.ts';
import { sendSignInLink } from '#src/domain/mail/sendSignInLink.ts';
import { eraseMe, eraseRequester } from '#src/domain/privacy/erase.ts';
import { emailInput, idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction, type FormRequest } from './form.ts';
import { keepOnce } from './once.ts';
import { localPath, userAgentOf } from './session.ts';

const text = z.string().max(2_000).default('');
/** Writing a mail takes a while, and none is written to an unknown address: the answer waits until both would be done. */
const answerAfterMs = 300;

/** How those who ask come in, and go. */
export const requesters = {
  askForLink: formAction({
    input: z.object({ email: emailInput, next: text }),
    run: async (ctx, { email, next }, { cookies, locals }) => {
      const { name, options } = signInCookie(ctx.config);
      const asked = sendSignInLink(ctx, {
        email,
        next: localPath(next, ''),
        browser: cookies.get(name)?.value ?? null,
        clientAddress: locals.clientAddress,
      });
      const [browser] = await Promise.all([asked, wait(answerAfterMs)]);
      cookies.set(name, browser, options);
      return paths.signIn(ctx.locale);
    },
  }),

  signIn: formAction({
    input: z.object({ token: text, code: text }),
    run: async (ctx, { token, code }, request) => {
      const { cookies } = request;
      const ask = signInCookie(ctx.config);
      const session = await signIn(ctx, {
        token: token || null,
        browser: cookies.get(ask.name)?.value ?? null,
        code,
        userAgent: userAgentOf(request),
      });
      const { name, options } = requesterCookie(ctx.config);
      await endHere(request);
      cookies.set(name, session.token, { ...options, expires: session.expiresAt });
      cookies.delete(ask.name, ask.options);
      return localPath(session.next, paths.tickets(ctx.locale));
    },
  }),

  signOut: formAction({
    input: z.object({}),
    run: async (ctx, _input, request) => {
      await endHere(request);
      return paths.tickets(ctx.locale);
    },
  }),

  signOutEverywhere: formAction({
    input: z.object({}),
    run: async (ctx, _input, request) => {
      await endAllRequesterSessions(ctx);
      await endHere(request);
      return paths.tickets(ctx.locale);
    },
  }),

  eraseMe: formAction({
    input: z.object({ confirm: text }),
    run: async (ctx, input, request) => {
      await eraseMe(ctx, input);
      await endHere(request);
      return paths.home(ctx.locale);
    },
  }),

  /** By an admin, for somebody who asked for it. */
  erase: formAction({
    input: z.object({ id: idInput, confirm: text }),
    run: async (ctx, { id, confirm }, { cookies }) => {
      await eraseRequester(ctx, id, { confirm });
      keepOnce(cookies, ctx.config, 'notice', 'erased');
      return paths.adminRequesters();
    },
  }),
};

async function endHere({ cookies, locals: { ctx } }: FormRequest): Promise<void> {
  const { name, options } = requesterCookie(ctx.config);
  const token = cookies.get(name)?.value;
  if (token) await endRequesterSession(ctx, token);
  cookies.delete(name, options);
}
