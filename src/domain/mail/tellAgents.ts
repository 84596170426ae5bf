import type { Query } from '#db/open.ts';
import type { Context, Happening } from '#src/context.ts';
import { staffToTell } from '#src/domain/accounts/people.ts';
import { findMailTicket, type MailTicket } from '#src/domain/tickets/mailTicket.ts';
import { enqueue } from '#src/jobs/queue.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { messageFields } from './about.ts';
import { isWanted, type NoticeKind } from './notices.ts';
import { queueMail, senderOf } from './outbox.ts';

type Staff = Awaited<ReturnType<typeof staffToTell>>[number];

interface Notice {
  kind: NoticeKind;
  to: Staff[];
  /** What a requester did at once may be two lines of the history (a reply reopens): told once. */
  isTurn?: boolean;
  messageId?: number | null;
  fields?: (person: Staff) => Record<string, string>;
}

/** What the job is told: the line of the history, when it was written, and who did it. */
type Told = Happening & { at: number };

/** Let a job write to the agents whom something that happened to a ticket concerns; it commits with its cause. */
export async function tellAgentsLater(tx: Query, ctx: Context, happened: Happening): Promise<void> {
  if (!(happened.kind in notices)) return;
  const payload: Told = { ...happened, at: ctx.now.getTime() };
  await enqueue(tx, { kind: 'mail.tellAgents', payload: { ...payload }, runAt: ctx.now });
}

/** Write to them, except to the one who did it. For its job. */
export async function tellAgents(ctx: Context, payload: Record<string, unknown>): Promise<void> {
  const happened = payload as unknown as Told;
  await ctx.db.write(async (tx) => {
    const ticket = await findMailTicket(tx, happened.ticketId);
    if (!ticket || ticket.spamAt) return;
    const everybody = await staffToTell(tx);
    const staff = everybody.filter(({ isDisabled, id }) => !isDisabled && id !== happened.by.agentId);
    const notice = notices[happened.kind]?.({ ticket, happened, staff });
    const actor = everybody.find(({ id }) => id === happened.by.agentId)?.name ?? ctx.config.siteName;
    if (notice) await send(tx, ctx, { happened, ticket, notice, actor });
  });
}

interface About {
  ticket: MailTicket;
  happened: Happening;
  staff: Staff[];
}

const messageOf = ({ data }: Happening) => (typeof data.message === 'number' ? data.message : null);
const ofTier = ({ staff, ticket }: About) => staff.filter(({ tier }) => tier === ticket.tier);
const one = ({ staff }: About, id: unknown) => staff.filter((person) => person.id === id);
/** Whoever has the ticket; while nobody does, everybody of its tier. */
const keepers = (about: About) =>
  about.ticket.assigneeId === null ? ofTier(about) : one(about, about.ticket.assigneeId);

const notices: Record<string, (about: About) => Notice | null> = {
  filed: (about) => ({ kind: 'agent_new', to: keepers(about), messageId: messageOf(about.happened) }),
  assigned: (about) => ({ kind: 'agent_assigned', to: one(about, about.happened.data.to) }),
  handed_over: handedOver,
  requester_replied: (about) => ({
    kind: 'agent_replied',
    to: keepers(about),
    messageId: messageOf(about.happened),
    isTurn: true,
  }),
  reopened: (about) =>
    about.happened.by.kind === 'requester'
      ? { kind: 'agent_replied', to: keepers(about), isTurn: true }
      : null,
  mentioned: (about) => ({
    kind: 'agent_mentioned',
    to: one(about, about.happened.data.agent),
    messageId: messageOf(about.happened),
  }),
  overdue: (about) => ({
    kind: 'agent_overdue',
    to: keepers(about),
    fields: () => ({ 'waiting.hours': String(about.happened.data.hours ?? '') }),
  }),
};

/** To a colleague, or to everybody of the tier it went to. */
function handedOver(about: About): Notice {
  const { data } = about.happened;
  const reasonIn = (person: Staff) =>
    translatorOf(person.locale)(`mail.reason.short.${String(data.reason ?? 'other')}`);
  return {
    kind: 'agent_assigned',
    to: data.to ? one(about, data.to) : ofTier(about),
    fields: (person) => ({ reason: reasonIn(person), 'reason.text': String(data.text ?? '') }),
  };
}

async function send(
  tx: Query,
  ctx: Context,
  { happened, ticket, notice, actor }: { happened: Told; ticket: MailTicket; notice: Notice; actor: string },
): Promise<void> {
  const said = notice.messageId ? await messageFields(tx, ticket, notice.messageId) : null;
  const sender = await senderOf(tx, ctx, ticket.mailboxId);
  for (const person of notice.to) {
    if (!(await isWanted(tx, person.id, notice.kind))) continue;
    const mail = {
      kind: notice.kind,
      to: { email: person.email, name: person.name, locale: person.locale, agentId: person.id },
      ticketId: ticket.id,
      cause: notice.isTurn ? `turn:${ticket.id}:${happened.at}` : `agents:${happened.id}`,
      fields: {
        'requester.name': ticket.requesterName,
        'assigned_by.name': actor,
        'mentioned_by.name': actor,
        ...said?.fields,
        ...notice.fields?.(person),
      },
      html: said?.html ?? {},
    };
    await queueMail(tx, ctx, mail, { ticket, sender });
  }
}
