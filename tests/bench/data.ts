import type { Context } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { wordsOf } from '#src/domain/tickets/search.store.ts';
import { inBulk, type BulkRow } from './bulk.ts';
import { oneOf, phrase, random } from './random.ts';

export interface Sizes {
  articles: number;
  tickets: number;
  events: number;
}

const agents = 8;
const articlesPerCategory = 50;
const day = 86_400_000;
const quarter = 90 * day;
/** Visits settle a day after their end: the newest ones of the history are two days old. */
const settledBy = 2 * day;
const eventsPerVisit = 5;
const ticketsPerRating = 4;
const visitsPerVote = 10;

/** Articles by the portal's own verb: rendered, revised, found. @returns their slugs */
export async function makeArticles(ctx: Context, count: number): Promise<string[]> {
  const next = random(1);
  const slugs: string[] = [];
  const categoryIds: number[] = [];
  for (let n = 1; n <= Math.ceil(count / articlesPerCategory); n++)
    categoryIds.push((await createCategory(ctx, { locale: 'en', title: `${phrase(next, 2)} ${n}` })).id);
  // One write for all: the disk is not what is measured here.
  await ctx.db.write(async () => {
    for (let n = 0; n < count; n++) {
      const source = articleSource(next);
      const categoryId = categoryIds[n % categoryIds.length]!;
      const tags = [`tag-${n % 60}`, `tag-${n % 7}`];
      const fields = {
        title: `${phrase(next, 5)} ${n}`,
        summary: phrase(next, 12),
        source,
        tags,
        categoryId,
      };
      const { slug } = await createArticle(ctx, { locale: 'en', fields, state: 'published', file: {} });
      slugs.push(slug);
    }
  });
  return slugs;
}

/** Four paragraphs, three headings, three lists, as a help article has them. */
export function articleSource(next: () => number): string {
  const part = () =>
    `## ${phrase(next, 4)}\n\n${phrase(next, 60)}.\n\n- ${phrase(next, 8)}\n- ${phrase(next, 8)}\n`;
  return `${phrase(next, 40)}.\n\n${part()}\n${part()}\n${part()}`;
}

/**
 * A quarter of tickets and visits, straight into the tables: a hundred thousand through the verbs would take longer than
 * the bench. What the verbs keep beside the rows (words of tickets) is there, too; days are not added up yet.
 */
export async function makeHistory(ctx: Context, sizes: Sizes): Promise<void> {
  const password = 'correct horse battery staple';
  for (let n = 1; n <= agents; n++)
    await createAgent(ctx, {
      email: `agent${n}@example.com`,
      name: `Agent ${n}`,
      role: 'agent',
      tier: 1 + (n % 4),
      password,
    });
  const now = ctx.now.getTime();
  await inBulk(ctx, async (fill) => {
    const { tickets, events } = sizes;
    const people = Math.max(1, Math.floor(tickets / 3));
    await fill('requesters', people, (n) => ({
      id: n + 1,
      email: `p${n}@example.com`,
      name: `Person ${n}`,
      created_at: now - quarter,
    }));
    const ticket = (n: number) => ticketRow(n, { now, people, sizes });
    await fill('tickets', tickets, ticket);
    await fill('messages', tickets, (n) => messageRow(n, ticket(n)));
    await fill('ticket_events', tickets, (n) => eventRow(n, ticket(n)));
    await fill('ratings', Math.floor(tickets / ticketsPerRating), (n) =>
      ratingRow(n * ticketsPerRating, ticket(n * ticketsPerRating)),
    );
    await fill('ticket_tags', tickets, (n) => ({ ticket_id: n + 1, tag: `tag-${n % 40}` }));
    const idColumn = ctx.db.engine === 'sqlite' ? 'rowid' : 'ticket_id';
    await fill('ticket_words', tickets, (n) => ({ [idColumn]: n + 1, words: searchWords(n, ticket(n)) }));
    await fill('visits', Math.ceil(events / eventsPerVisit), (n) => visitRow(n, { now, events }));
    await fill('visit_events', events, (n) => visitEventRow(n, { now, sizes }));
    const votes = Math.floor(events / eventsPerVisit / visitsPerVote);
    await fill('article_votes', votes, (n) => voteRow(n * visitsPerVote, { now, sizes }));
  });
}

/** Nine of ten are done, those of more than two weeks ago closed. The same number is the same ticket every time. */
function ticketRow(
  n: number,
  { now, people, sizes }: { now: number; people: number; sizes: Sizes },
): BulkRow {
  const next = random(n);
  const created = Math.floor(now - quarter + ((n + next()) / sizes.tickets) * quarter);
  const touched = Math.min(now, created + Math.floor(next() * 3 * day));
  const isDone = next() < 0.9;
  const isClosed = isDone && now - touched > 14 * day;
  const impact = 1 + Math.floor(next() * 3);
  const urgency = 1 + Math.floor(next() * 3);
  return {
    id: n + 1,
    subject: phrase(next, 6),
    requester_id: 1 + (n % people),
    requester_name: `Person ${n % people}`,
    state: isClosed ? 'closed' : isDone ? 'resolved' : oneOf(next, ['new', 'open', 'waiting']),
    impact,
    urgency,
    priority: impact + urgency - 1,
    tier: 1 + (n % 3),
    escalations: n % 3 === 0 ? 0 : 1,
    assignee_id: isDone || next() < 0.7 ? 1 + (n % agents) : null,
    locale: localeOf(n),
    story: [{ at: new Date(created).toISOString(), kind: 'search', query: phrase(next, 2) }],
    access_key_hash: `bench-${n}`,
    created_at: created,
    updated_at: touched,
    last_message_at: touched,
    first_reply_at: isDone ? Math.min(touched, created + 3_600_000) : null,
    resolved_at: isDone ? touched : null,
    resolved_by_id: isDone ? 1 + (n % agents) : null,
    closed_at: isClosed ? Math.min(now, touched + 14 * day) : null,
    public_replies: isDone ? 1 : 0,
    solved_by_article_id: isDone && n % 4 === 0 ? 1 + Math.floor(next() * sizes.articles) : null,
    was_known: isDone ? n % 4 === 0 : null,
  };
}

const ratingRow = (n: number, ticket: BulkRow): BulkRow => ({
  ticket_id: n + 1,
  is_good: random(n)() < 0.8,
  comment: '',
  agent_id: ticket['resolved_by_id'],
  tier: ticket['tier'],
  at: ticket['updated_at'],
});

const messageText = (n: number) => phrase(random(n + 7), 30);

const messageRow = (n: number, ticket: BulkRow): BulkRow => ({
  ticket_id: n + 1,
  kind: 'public',
  author_kind: 'requester',
  body: messageText(n),
  created_at: ticket['created_at'],
});

const eventRow = (n: number, ticket: BulkRow): BulkRow => ({
  ticket_id: n + 1,
  actor_kind: ticket['resolved_at'] ? 'agent' : 'requester',
  agent_id: ticket['resolved_by_id'],
  kind: ticket['resolved_at'] ? 'resolved' : 'filed',
  data: {},
  at: ticket['resolved_at'] ?? ticket['created_at'],
});

const searchWords = (n: number, ticket: BulkRow): string =>
  wordsOf(
    [n + 1, ticket['subject'], ticket['requester_name'], `p${n}@example.com`, messageText(n)].join('\n'),
  ).join(' ');

/** Milliseconds: spread over the quarter, the newest first. */
const visitStart = (visit: number, now: number, events: number) =>
  Math.floor(now - settledBy - (visit / Math.ceil(events / eventsPerVisit)) * (quarter - settledBy));

function visitRow(n: number, { now, events }: { now: number; events: number }): BulkRow {
  const at = visitStart(n, now, events);
  return {
    id: `visit-${n}`,
    locale: localeOf(n),
    started_at: at,
    last_at: at + 60_000,
    is_help_seeking: true,
    outcome: oneOf(random(n), ['confirmed', 'potential', 'abandoned', 'escalated']),
    settled_at: at + day,
  };
}

/** One in four speaks Italian. */
const localeOf = (n: number) => (n % 4 === 0 ? 'it' : 'en');

const kinds = ['search', 'result_opened', 'article_read', 'search', 'article_read'] as const;

/** Each visit searches, opens a result, reads it, searches again, and reads. */
function visitEventRow(n: number, { now, sizes }: { now: number; sizes: Sizes }): BulkRow {
  const visit = Math.floor(n / eventsPerVisit);
  const kind = kinds[n % eventsPerVisit]!;
  const next = random(n);
  const isSearch = kind === 'search';
  const isNothing = isSearch && next() < 0.1;
  return {
    id: n + 1,
    visit_id: `visit-${visit}`,
    kind,
    at: visitStart(visit, now, sizes.events) + (n % eventsPerVisit) * 1_000,
    locale: localeOf(visit),
    query: isSearch ? phrase(next, 2) : null,
    result_count: isSearch ? (isNothing ? 0 : 3) : null,
    verdict: isSearch ? (isNothing ? 'nothing' : 'answered') : null,
    search_id: kind === 'result_opened' ? n : null,
    rank: kind === 'result_opened' ? 1 : null,
    article_id: isSearch ? null : articleOf(visit, sizes),
  };
}

const articleOf = (visit: number, { articles }: Sizes) => 1 + Math.floor(random(visit)() * articles);

function voteRow(visit: number, { now, sizes }: { now: number; sizes: Sizes }): BulkRow {
  return {
    article_id: articleOf(visit, sizes),
    visit_id: `visit-${visit}`,
    helpful: random(~visit)() < 0.7,
    comment: '',
    created_at: visitStart(visit, now, sizes.events) + 3_000,
  };
}
