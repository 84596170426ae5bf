import { z } from 'zod';
import { changePassword, updateProfile } from '#src/domain/accounts/account.ts';
import { localeInput, nameInput, roleInput, tierInput } from '#src/domain/accounts/agent.ts';
import { acceptInvitation, resetPassword } from '#src/domain/accounts/followLink.ts';
import {
  createResetLink,
  inviteAgent,
  listInvitations,
  renewInvitation,
  revokeInvitation,
} from '#src/domain/accounts/invitation.ts';
import { sendInvitation, sendResetLink } from '#src/domain/mail/sendAgentLink.ts';
import { login, loginInput } from '#src/domain/accounts/login.ts';
import { loginWithCode } from '#src/domain/accounts/loginCode.ts';
import { changeRole, disableAgent, enableAgent, resetSecondFactor } from '#src/domain/accounts/people.ts';
import {
  cancelSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
} from '#src/domain/accounts/secondFactor.ts';
import { endSession, revokeOtherSessions, revokeSession } from '#src/domain/accounts/session.ts';
import { completeSetup } from '#src/domain/accounts/setup.ts';
import { emailInput, idInput, textInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction, type FormRequest } from './form.ts';
import { keepOnce } from './once.ts';
import { dropSession, localPath, readSessionToken, replaceSession, userAgentOf } from './session.ts';
import { keepLink, type ShownLink } from './shownLink.ts';

const text = (max: number) =>
  z.string({ error: 'required' }).min(1, { error: 'required' }).max(max, { error: 'too_long' });
const passwordInput = text(1_000);
const codeInput = text(50);
const tokenInput = z.string().max(200);
const nextInput = z.string().max(2_000).optional();
const proofInput = z.object({ password: passwordInput, code: codeInput });
const personInput = z.object({ id: idInput });

/** Signing in and out, and the links that lead in. */
const entering = {
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

/** One's own account. */
const account = {
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

/** What admins do with people. */
const people = {
  invite: formAction({
    input: z.object({ email: emailInput, role: roleInput, tier: tierInput }),
    run: async (ctx, input, request) => {
      const url = await inviteAgent(ctx, input);
      const isSent = await sendInvitation(ctx, { email: input.email, link: url });
      showLink(request, { url, kind: 'invite', for: input.email, isSent });
      return paths.adminPeople();
    },
  }),

  renewInvitation: formAction({
    input: personInput,
    run: async (ctx, { id }, request) => {
      const email = (await listInvitations(ctx)).find((invitation) => invitation.id === id)?.email ?? '';
      const url = await renewInvitation(ctx, id);
      const isSent = await sendInvitation(ctx, { email, link: url });
      showLink(request, { url, kind: 'invite', for: email, isSent });
      return paths.adminPeople();
    },
  }),

  revokeInvitation: formAction({
    input: personInput,
    run: async (ctx, { id }, request) => {
      await revokeInvitation(ctx, id);
      keepOnce(request.cookies, ctx.config, 'notice', 'revoked');
      return paths.adminPeople();
    },
  }),

  createResetLink: formAction({
    input: personInput,
    run: async (ctx, { id }, request) => {
      const url = await createResetLink(ctx, id);
      const isSent = await sendResetLink(ctx, { agentId: id, link: url });
      showLink(request, { url, kind: 'reset', for: '', isSent });
      return paths.adminPerson(id);
    },
  }),

  changeRole: formAction({
    input: personInput.extend({ role: roleInput, tier: tierInput }),
    run: async (ctx, { id, ...to }, request) => {
      await changeRole(ctx, id, to);
      return toPerson(request, id, 'role');
    },
  }),

  resetSecondFactor: formAction({
    input: personInput,
    run: async (ctx, { id }, request) => {
      await resetSecondFactor(ctx, id);
      return toPerson(request, id, 'factorReset');
    },
  }),

  disableAgent: formAction({
    input: personInput,
    run: async (ctx, { id }, request) => {
      await disableAgent(ctx, id);
      return toPerson(request, id, 'disabled');
    },
  }),

  enableAgent: formAction({
    input: personInput,
    run: async (ctx, { id }, request) => {
      await enableAgent(ctx, id);
      return toPerson(request, id, 'enabled');
    },
  }),
};

export const accounts = { ...entering, ...account, ...people };

function showLink({ cookies, locals }: FormRequest, link: ShownLink): void {
  keepLink(cookies, locals.ctx.config, link);
}

function toAccount({ cookies, locals }: FormRequest, notice: string): string {
  keepOnce(cookies, locals.ctx.config, 'notice', notice);
  return paths.deskAccount();
}

function toPerson({ cookies, locals }: FormRequest, id: number, notice: string): string {
  keepOnce(cookies, locals.ctx.config, 'notice', notice);
  return paths.adminPerson(id);
}
