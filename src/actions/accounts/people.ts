import { z } from 'zod';
import { roleInput, tierInput } from '#src/domain/accounts/agent.ts';
import {
  createResetLink,
  inviteAgent,
  listInvitations,
  renewInvitation,
  revokeInvitation,
} from '#src/domain/accounts/invitation.ts';
import { changeRole, disableAgent, enableAgent, resetSecondFactor } from '#src/domain/accounts/people.ts';
import { sendInvitation, sendResetLink } from '#src/domain/mail/sendAgentLink.ts';
import { emailInput, idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction, type FormRequest } from '../form.ts';
import { keepOnce } from '../once.ts';
import { keepLink, type ShownLink } from '../shownLink.ts';

const personInput = z.object({ id: idInput });

/** What admins do with people. */
export const people = {
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

function showLink({ cookies, locals }: FormRequest, link: ShownLink): void {
  keepLink(cookies, locals.ctx.config, link);
}

function toPerson({ cookies, locals }: FormRequest, id: number, notice: string): string {
  keepOnce(cookies, locals.ctx.config, 'notice', notice);
  return paths.adminPerson(id);
}
