import { z } from 'zod';
import { nameInput } from '#src/domain/accounts/agent.ts';
import { acceptInvitation, resetPassword } from '#src/domain/accounts/followLink.ts';
import { login, loginInput } from '#src/domain/accounts/login.ts';
import { loginWithCode } from '#src/domain/accounts/loginCode.ts';
import { endSession } from '#src/domain/accounts/session.ts';
import { completeSetup } from '#src/domain/accounts/setup.ts';
import { emailInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from '../form.ts';
import { dropSession, localPath, readSessionToken, replaceSession, userAgentOf } from '../session.ts';
import { codeInput, passwordInput } from './fields.ts';

const tokenInput = z.string().max(200);
const nextInput = z.string().max(2_000).optional();

/** Signing in and out, and the links that lead in. */
export const entering = {
  login: formAction({
    input: loginInput.extend({ next: nextInput }),
    run: async (ctx, { next, ...input }, request) => {
      const { clientAddress: address } = request.locals;
      const session = await login(ctx, { ...input, address, userAgent: userAgentOf(request) });
      await replaceSession(request, session);
      return session.isComplete ? localPath(next) : paths.secondFactor(localPath(next));
    },
  }),

  loginWithCode: formAction({
    input: z.object({ code: codeInput, next: nextInput }),
    run: async (ctx, { code, next }, request) => {
      const token = readSessionToken(request.cookies, ctx.config) ?? '';
      await replaceSession(
        request,
        await loginWithCode(ctx, { token, code, userAgent: userAgentOf(request) }),
      );
      return localPath(next);
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
      await replaceSession(request, await completeSetup(ctx, { ...input, userAgent: userAgentOf(request) }));
      return paths.desk();
    },
  }),

  acceptInvitation: formAction({
    input: z.object({ token: tokenInput, name: nameInput, password: passwordInput }),
    run: async (ctx, input, request) => {
      await replaceSession(
        request,
        await acceptInvitation(ctx, { ...input, userAgent: userAgentOf(request) }),
      );
      return paths.desk();
    },
  }),

  resetPassword: formAction({
    input: z.object({ token: tokenInput, password: passwordInput }),
    run: async (ctx, input, request) => {
      const session = await resetPassword(ctx, { ...input, userAgent: userAgentOf(request) });
      await replaceSession(request, session);
      return session.isComplete ? paths.desk() : paths.secondFactor();
    },
  }),
};
