import { z } from 'zod';
import { changePassword, updateProfile } from '#src/domain/accounts/account.ts';
import { localeInput, nameInput } from '#src/domain/accounts/agent.ts';
import {
  cancelSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
} from '#src/domain/accounts/secondFactor.ts';
import { revokeOtherSessions, revokeSession } from '#src/domain/accounts/session.ts';
import { textInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction, type FormRequest } from '../form.ts';
import { keepOnce } from '../once.ts';
import { codeInput, passwordInput } from './fields.ts';

const proofInput = z.object({ password: passwordInput, code: codeInput });

/** One's own account. */
export const ownAccount = {
  updateProfile: formAction({
    input: z.object({ name: nameInput, locale: localeInput }),
    run: async (ctx, input, request) => {
      await updateProfile(ctx, input);
      return toAccount(request, 'profile');
    },
  }),

  changePassword: formAction({
    input: z.object({ currentPassword: passwordInput, newPassword: passwordInput }),
    run: async (ctx, input, request) => {
      await changePassword(ctx, { ...input, sessionId: request.locals.sessionId });
      return toAccount(request, 'password');
    },
  }),

  startSecondFactor: formAction({
    input: z.object({ password: passwordInput }),
    run: async (ctx, input) => {
      await startSecondFactor(ctx, input);
      return `${paths.deskAccount()}#second-factor`;
    },
  }),

  confirmSecondFactor: formAction({
    input: z.object({ code: codeInput }),
    run: async (ctx, { code }, request) => {
      const codes = await confirmSecondFactor(ctx, { code, sessionId: request.locals.sessionId });
      keepOnce(request.cookies, ctx.config, 'codes', codes.join(' '));
      return toAccount(request, 'factorOn');
    },
  }),

  cancelSecondFactor: formAction({
    input: z.object({}),
    run: async (ctx) => {
      await cancelSecondFactor(ctx);
      return paths.deskAccount();
    },
  }),

  renewRecoveryCodes: formAction({
    input: proofInput,
    run: async (ctx, input, request) => {
      keepOnce(request.cookies, ctx.config, 'codes', (await renewRecoveryCodes(ctx, input)).join(' '));
      return toAccount(request, 'codes');
    },
  }),

  disableSecondFactor: formAction({
    input: proofInput,
    run: async (ctx, input, request) => {
      await disableSecondFactor(ctx, input);
      return toAccount(request, 'factorOff');
    },
  }),

  revokeSession: formAction({
    input: z.object({ session: textInput({ min: 1, max: 200 }) }),
    run: async (ctx, { session }, request) => {
      await revokeSession(ctx, session);
      return toAccount(request, 'session');
    },
  }),

  revokeOtherSessions: formAction({
    input: z.object({}),
    run: async (ctx, _input, request) => {
      await revokeOtherSessions(ctx, request.locals.sessionId ?? '');
      return toAccount(request, 'sessions');
    },
  }),
};

function toAccount({ cookies, locals }: FormRequest, notice: string): string {
  keepOnce(cookies, locals.ctx.config, 'notice', notice);
  return paths.deskAccount();
}
