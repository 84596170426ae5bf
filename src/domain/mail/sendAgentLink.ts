import type { Context } from '#src/context.ts';
import { getPerson } from '#src/domain/accounts/people.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { queueMail } from './outbox.ts';

/**
 * Mail an invitation's link to whom it invites, in the inviting admin's language. Without SMTP_URL nothing is written:
 * the link was shown, and would only lie about here.
 * @returns whether it is on its way
 * @throws not_allowed unless an admin asks
 */
export async function sendInvitation(ctx: Context, to: { email: string; link: string }): Promise<boolean> {
  const admin = requireAdmin(ctx);
  if (!ctx.config.smtpUrl) return false;
  const mail = {
    kind: 'invitation' as const,
    to: { email: to.email, name: '', locale: ctx.locale },
    cause: `invitation:${ctx.now.getTime()}`,
    fields: { 'link.url': to.link, 'invited_by.name': admin.name },
  };
  return (await ctx.db.write((tx) => queueMail(tx, ctx, mail))) !== null;
}

/** The same for the link with which an agent sets a new password. @throws not_found, not_allowed unless an admin asks */
export async function sendResetLink(ctx: Context, to: { agentId: number; link: string }): Promise<boolean> {
  const person = await getPerson(ctx, to.agentId);
  if (!ctx.config.smtpUrl) return false;
  const mail = {
    kind: 'password_reset' as const,
    to: { email: person.email, name: person.name, locale: person.locale, agentId: person.id },
    cause: `reset:${person.id}:${ctx.now.getTime()}`,
    fields: { 'link.url': to.link },
  };
  return (await ctx.db.write((tx) => queueMail(tx, ctx, mail))) !== null;
}
