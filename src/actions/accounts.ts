import { z } from 'zod';
import { nameInput } from '#src/domain/accounts/agent.ts';
import { login, loginInput } from '#src/domain/accounts/login.ts';
import { endSession, type NewSession } from '#src/domain/accounts/session.ts';
import { completeSetup } from '#src/domain/accounts/setup.ts';
import { emailInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction, type FormRequest } from './form.ts';
import { dropSession, keepSession, localPath, readSessionToken } from './session.ts';

const passwordInput = z
  .string({ error: 'required' })
  .min(1, { error: 'required' })
  .max(1_000, { error: 'too_long' });
const tokenInput = z.string().max(200);
const nextInput = z.string().max(2_000).optional();

export const accounts = {
  login: formAction({
    input: loginInput.extend({ next: nextInput }),
    run: async (ctx, { next, ...input }, request) => {
      const session = await login(ctx, {
        ...input,
        address: request.locals.clientAddress,
        userAgent: agentOf(request),
      });
      await replaceSession(request, session);
      return session.isComplete ? localPath(next) : paths.secondFactor(localPath(next));
    },
  }),

  logout: formAction({
    input: z.object({}),
    run: async (ctx, _input, { cookies }) => {
      const token = readSessionToken(cookies, ctx.config);
      if (token) await endSession(ctx, token);
      dropSession(cookies, ctx.config);
      return paths.login();
    },
  }),

  setup: formAction({
    input: z.object({ token: tokenInput, name: nameInput, email: emailInput, password: passwordInput }),
    run: async (ctx, input, request) => {
      await replaceSession(request, await completeSetup(ctx, { ...input, userAgent: agentOf(request) }));
      return paths.desk();
    },
  }),
};

/** Each step of signing in gives a new session and ends the one before. */
async function replaceSession({ cookies, locals: { ctx } }: FormRequest, session: NewSession): Promise<void> {
  const old = readSessionToken(cookies, ctx.config);
  if (old) await endSession(ctx, old);
  keepSession(cookies, ctx.config, session);
}

const agentOf = (request: FormRequest) => request.request.headers.get('user-agent') ?? '';
