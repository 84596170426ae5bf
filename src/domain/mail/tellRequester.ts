import type { Query } from '#db/open.ts';
import { systemActor, type Context, type Happening } from '#src/context.ts';
import { staffToTell } from '#src/domain/accounts/people.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import { getMailTicket, type MailTicket } from '#src/domain/tickets/mailTicket.ts';
import { renderMessage } from '#src/domain/tickets/markup.ts';
import { keyOfParticipant, participants, type Participant } from '#src/domain/tickets/people.ts';
import { isFinished } from '#src/domain/tickets/ticket.ts';
import { absolute, paths } from '#src/paths.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { localeOf, messageFields } from './about.ts';
import type { MailKind, OutgoingMail } from './mail.ts';
import { findRecipient } from './outbox.store.ts';
import { isQuotable, queueMail, senderOf, type Known } from './outbox.ts';

interface Telling {
  tx: Query;
  ctx: Context;
  happened: Happening;
  ticket: MailTicket;
  people: Participant[];
}

/** Write to the requester, and where it is part of the conversation to the people in copy. */
export async function tellRequester(tx: Query, ctx: Context, happened: Happening): Promise<void> {
  const tell = tellings[happened.kind];
  if (!tell) return;
  const ticket = await getMailTicket(tx, happened.ticketId);
  if (ticket.spamAt || ticket.mergedIntoId) return;
  await tell({ tx, ctx, happened, ticket, people: await participants(tx, ticket.id) });
}

const tellings: Record<string, (telling: Telling) => Promise<void>> = {
  filed: (telling) => (telling.happened.data.isSilent ? nothing() : receipt(telling)),
  replied: reply,
  requester_replied: copyToOthers,
  assigned: (telling) => (isNews(telling) ? assigned(telling) : nothing()),
  handed_over: handedOver,
  state_changed: (telling) =>
    telling.happened.data.to === 'waiting' && !telling.happened.data.message ? waiting(telling) : nothing(),
  resolved,
  person_added: personAdded,
};

const nothing = () => Promise.resolve();

/** Taking a ticket by answering it needs no mail beside the answer, and a finished one no word about who has it. */
const isNews = ({ happened: { data }, ticket }: Telling) =>
  data.to !== null && !data.message && !isFinished(ticket.state);

/** What they wrote is only looked up for those whom it may be repeated to. */
async function receipt(telling: Telling): Promise<void> {
  const { tx, ticket, happened } = telling;
  const recipient = await findRecipient(tx, ticket.requesterId);
  const message = isQuotable('receipt', recipient) ? Number(happened.data.message) : 0;
  const first = message ? await messageFields(tx, ticket, message) : null;
  await toRequester(telling, 'receipt', { fields: first?.fields, html: first?.html }, { recipient });
}

async function reply(telling: Telling): Promise<void> {
  const { tx, ctx, ticket, happened, people } = telling;
  const said = await messageFields(tx, ticket, Number(happened.data.message));
  if (!said) return;
  const sender = await senderOf(tx, ctx, ticket.mailboxId);
  const signature = await renderMessage(sender.signature, localeOf(ctx, ticket.locale));
  const html = { ...said.html, signature };
  const fields = { ...said.fields, 'agent.name': said.message.agentName ?? ctx.config.siteName };
  for (const person of people)
    await toPerson(telling, person, 'reply', { fields, html, messageId: said.message.id }, { sender });
}

/** What one participant wrote goes to the others, but never to an address that did not prove itself. */
async function copyToOthers(telling: Telling): Promise<void> {
  const { tx, ticket, happened, people } = telling;
  if (people.length < 2) return;
  const said = await messageFields(tx, ticket, Number(happened.data.message));
  if (!said) return;
  const authorId = happened.by.requesterId ?? ticket.requesterId;
  const author = people.find(({ requesterId }) => requesterId === authorId);
  const fields = { ...said.fields, 'agent.name': author?.name || author?.email || '' };
  for (const person of people.filter((one) => one !== author)) {
    const recipient = await findRecipient(tx, person.requesterId);
    const content = { fields, html: said.html, messageId: said.message.id };
    if (recipient?.provedAt) await toPerson(telling, person, 'reply', content, { recipient });
  }
}

async function assigned(telling: Telling): Promise<void> {
  const name = await agentName(telling, telling.happened.data.to);
  await toRequester(telling, 'assigned', { fields: { 'agent.name': name } });
}

async function handedOver(telling: Telling): Promise<void> {
  const { happened, ticket, ctx } = telling;
  if (isFinished(ticket.state)) return;
  const t = translatorOf(localeOf(ctx, ticket.locale));
  const from = await agentName(telling, happened.data.from);
  const reason = String(happened.data.reason ?? 'other');
  await toRequester(telling, 'handed_over', {
    fields: {
      'agent.name': (await agentName(telling, happened.data.to)) || t('mail.reason.team'),
      'previous.name': from,
      reason: t(`mail.reason.${reason}`, { name: from || t('mail.reason.colleague') }),
      'reason.text': String(happened.data.text ?? ''),
    },
  });
}

async function waiting(telling: Telling): Promise<void> {
  const name = await agentName(telling, telling.happened.by.agentId);
  await toRequester(telling, 'waiting', { fields: { 'agent.name': name } });
}

async function resolved(telling: Telling): Promise<void> {
  const { ctx, ticket, happened } = telling;
  const key = await keyOfParticipant(ctx, ticket, ticket.requesterId);
  const rate = (rating: 'good' | 'bad') =>
    absolute(
      ctx.config.publicUrl,
      paths.ticketRating(localeOf(ctx, ticket.locale), ticket.id, { key: key ?? undefined, rating }),
    );
  await toRequester(telling, 'resolved', {
    fields: {
      'agent.name': await agentName(telling, happened.by.agentId),
      'rating.good.url': rate('good'),
      'rating.bad.url': rate('bad'),
      ...(await articleFields(ctx, Number(happened.data.article ?? 0))),
    },
  });
}

async function personAdded(telling: Telling): Promise<void> {
  const { happened, people, ctx } = telling;
  const person = people.find(({ requesterId }) => requesterId === happened.data.requester);
  const requester = people.find(({ isRequester }) => isRequester);
  const byAgent = await agentName(telling, happened.by.agentId);
  const name = byAgent || requester?.name || ctx.config.siteName;
  if (person) await toPerson(telling, person, 'person_added', { fields: { 'added_by.name': name } });
}

/** An article's title and address, empty unless customers may read it. */
export async function articleFields(ctx: Context, id: number): Promise<Record<string, string>> {
  const article = id ? await findReadableArticle({ ...ctx, actor: systemActor }, id) : null;
  if (!article || article.audience === 'agents') return {};
  const path = paths.article(localeOf(ctx, article.locale), article.slug);
  return { 'article.title': article.title, 'article.url': absolute(ctx.config.publicUrl, path) };
}

async function agentName({ tx }: Telling, id: unknown): Promise<string> {
  return (await staffToTell(tx)).find((agent) => agent.id === id)?.name ?? '';
}

type Content = Pick<OutgoingMail, 'messageId'> & {
  fields?: Record<string, string> | undefined;
  html?: Record<string, string> | undefined;
};

async function toRequester(telling: Telling, kind: MailKind, content: Content, known?: Known): Promise<void> {
  const requester = telling.people.find(({ isRequester }) => isRequester);
  if (requester) await toPerson(telling, requester, kind, content, known);
}

async function toPerson(
  telling: Telling,
  person: Participant,
  kind: MailKind,
  content: Content,
  known: Known = {},
): Promise<void> {
  const { tx, ctx, happened, ticket } = telling;
  const { email, name, requesterId } = person;
  const locale = localeOf(ctx, person.isRequester ? ticket.locale : person.locale);
  const mail = {
    kind,
    to: { email, name, locale, requesterId },
    ticketId: ticket.id,
    cause: `event:${happened.id}`,
    messageId: content.messageId ?? null,
    fields: content.fields ?? {},
    html: content.html ?? {},
  };
  await queueMail(tx, ctx, mail, { ...known, ticket });
}
