import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { domainError } from '#src/errors.ts';
import { isMailKind, kindOf } from './mail.ts';
import { deliverLater } from './outbox.ts';
import {
  countByState,
  findMail,
  findMailToChange,
  listMails,
  updateMail,
  type SentMail,
} from './outbox.store.ts';

export const mailStates = ['queued', 'parked', 'sent', 'unsent', 'capped'] as const;
export type MailState = (typeof mailStates)[number];

/** What the outbox's address may ask for; anything else is as if it were not there. */
export const outboxQuery = z.object({
  state: z.enum(mailStates).optional().catch(undefined),
  q: z.string().trim().max(254).optional().catch(undefined),
  ticket: z.coerce.number().int().min(1).max(2_147_483_647).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type OutboxQuery = z.output<typeof outboxQuery>;

const pageSize = 50;

/** The outbox, latest first, and how many mails are in each state. @throws sign_in_required */
export async function outboxView(ctx: Context, query: OutboxQuery) {
  requireAgent(ctx);
  const counts = await countByState(ctx.db.read, query);
  const total = query.state ? (counts[query.state] ?? 0) : Object.values(counts).reduce((a, b) => a + b, 0);
  const offset = (query.page - 1) * pageSize;
  return {
    rows: await listMails(ctx.db.read, query, { limit: pageSize, offset }),
    counts,
    page: query.page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
    canSend: ctx.config.smtpUrl !== '',
  };
}

/** How many mails wait for a person: parked ones. For `portico doctor`. */
export async function countParked(ctx: Context): Promise<number> {
  return (await countByState(ctx.db.read, {})).parked ?? 0;
}

export type ShownMail = SentMail & {
  /** It holds a key to an account, and who looks is no admin: its text is not shown. */
  isHidden: boolean;
  canSendAgain: boolean;
};

/**
 * One mail as an agent may see it. Keys of private links show to admins only, who need them while no mail server is set:
 * with one, anybody could write or rate as the requester. @throws sign_in_required, not_found
 */
export async function getSentMail(ctx: Context, id: number): Promise<ShownMail> {
  const agent = requireAgent(ctx);
  const mail = await findMail(ctx.db.read, id);
  if (!mail) throw domainError('not_found', { mail: id });
  const isAdmin = agent.role === 'admin';
  const isHidden = !isAdmin && isSecret(mail);
  const shown = (text: string) => (isHidden ? '' : isAdmin ? text : withoutKeys(text));
  return {
    ...mail,
    text: shown(mail.text),
    html: shown(mail.html),
    isHidden,
    canSendAgain: isRestartable(mail) && ctx.config.smtpUrl !== '' && !isHidden,
  };
}

/**
 * Send a mail that is parked, capped or was only kept. @throws sign_in_required, not_found, not_allowed; conflict when
 * there is nothing to do, or no server to send through
 */
export async function sendAgain(ctx: Context, id: number): Promise<void> {
  const agent = requireAgent(ctx);
  if (!ctx.config.smtpUrl) throw domainError('conflict', { reason: 'no_smtp' });
  await ctx.db.write(async (tx) => {
    const mail = await findMailToChange(tx, id);
    if (!mail) throw domainError('not_found', { mail: id });
    if (isSecret(mail) && agent.role !== 'admin') throw domainError('not_allowed');
    if (!isRestartable(mail)) throw domainError('conflict', { state: mail.state });
    await updateMail(tx, id, { state: 'queued', attempts: 0, doubts: 0, error: null });
    await deliverLater(tx, ctx.now, id);
  });
}

const isSecret = ({ kind }: SentMail) => isMailKind(kind) && kindOf(kind).isSecret === true;

/** Who asked for no more mail gets none, whoever presses the button. */
const isRestartable = ({ state, error }: SentMail) =>
  state === 'parked' || state === 'unsent' || (state === 'capped' && error === null);

const withoutKeys = (text: string) => text.replace(/([?&](?:amp;)?key=)[\w-]{43}/g, '$1…');
