import type { Query } from '#db/open.ts';
import type { Context, Happening } from '#src/context.ts';
import { staffToTell } from '#src/domain/accounts/people.ts';
import { getMailTicket, type MailTicket } from '#src/domain/tickets/mailTicket.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { messageFields } from './about.ts';
import { isWanted, type NoticeKind } from './notices.ts';
import { queueMail } from './outbox.ts';

type Staff = Awaited<ReturnType<typeof staffToTell>>[number];

interface Notice {
  kind: NoticeKind;
  to: Staff[];
  /** What a requester did at once may be two lines of the history (a reply reopens): told once. */
  isTurn?: boolean;
  messageId?: number | null;
  fields?: (person: Staff) => Record<string, string>;
}

/** Write to the agents whom something that happened to a ticket concerns, except the one who did it. */
export async function tellAgents(tx: Query, ctx: Context, happened: Happening): Promise<void> {
  const noticeOf = notices[happened.kind];
  if (!noticeOf) return;
  const ticket = await getMailTicket(tx, happened.ticketId);
  if (ticket.spamAt) return;
  const staff = (await staffToTell(tx)).filter(
    (person) => !person.isDisabled && person.id !== happened.by.agentId,
  );
  const notice = noticeOf({ ticket, happened, staff });
  if (notice) await send(tx, ctx, happened, ticket, notice);
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

async function send(tx: Query, ctx: Context, happened: Happening, ticket: MailTicket, notice: Notice) {
  const said = notice.messageId ? await messageFields(tx, ticket, notice.messageId) : null;
  const actor = ctx.actor.kind === 'agent' ? ctx.actor.name : ctx.config.siteName;
  for (const person of notice.to) {
    if (!(await isWanted(tx, person.id, notice.kind))) continue;
    await queueMail(tx, ctx, {
      kind: notice.kind,
      to: { email: person.email, name: person.name, locale: person.locale, agentId: person.id },
      ticketId: ticket.id,
      cause: notice.isTurn ? `turn:${ticket.id}:${ctx.now.getTime()}` : `agents:${happened.id}`,
      fields: {
        'requester.name': ticket.requesterName,
        'assigned_by.name': actor,
        'mentioned_by.name': actor,
        ...said?.fields,
        ...notice.fields?.(person),
      },
      html: said?.html ?? {},
    });
  }
}
