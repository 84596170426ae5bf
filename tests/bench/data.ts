import { tableShapes, writeRows, type Row } from '#db/dump.ts';
import type { Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';

export interface Sizes {
  articles: number;
  tickets: number;
  events: number;
}

const words =
  'printer password invoice account network cable update screen keyboard order refund delivery login error backup server mail calendar licence battery colour paper driver window table report export import filter search language market garden signal river engine'.split(
    ' ',
  );

/** The same numbers on every run (mulberry32). */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const phrase = (next: () => number, length: number) =>
  Array.from({ length }, () => words[Math.floor(next() * words.length)]).join(' ');

/** Articles by the portal's own verb: rendered, revised, indexed. @returns their slugs */
export async function makeArticles(ctx: Context, count: number): Promise<string[]> {
  const next = random(1);
  const slugs: string[] = [];
  const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: 'Everything' });
  for (let n = 0; n < count; n++) {
    const part = () =>
      `## ${phrase(next, 4)}\n\n${phrase(next, 60)}.\n\n- ${phrase(next, 8)}\n- ${phrase(next, 8)}\n`;
    const source = `${phrase(next, 40)}.\n\n${part()}\n${part()}\n${part()}`;
    const fields = { title: `${phrase(next, 5)} ${n}`, summary: phrase(next, 12), source, categoryId };
    const { slug } = await createArticle(ctx, { locale: 'en', fields, state: 'published', file: {} });
    slugs.push(slug);
  }
  return slugs;
}

/** Tickets and visits straight into the tables: a hundred thousand through the verbs would take longer than the bench. */
export async function makeHistory(ctx: Context, { articles, tickets, events }: Sizes): Promise<void> {
  const next = random(2);
  const now = ctx.now.getTime();
  const quarter = 90 * 86_400_000;
  const people = Math.max(1, Math.floor(tickets / 3));
  await fill(ctx, 'requesters', people, (n) => ({
    id: n + 1,
    email: `p${n}@example.com`,
    name: phrase(next, 2),
    created_at: now - quarter,
  }));
  await fill(ctx, 'tickets', tickets, (n) => ticketRow(n, { next, now, quarter, people }));
  await fill(ctx, 'messages', tickets, (n) => ({
    ticket_id: n + 1,
    kind: 'public',
    author_kind: 'requester',
    body: phrase(next, 30),
    created_at: now - quarter,
  }));
  const visits = Math.max(1, Math.floor(events / 5));
  const outcomes = ['confirmed', 'potential', 'abandoned', 'escalated'];
  await fill(ctx, 'visits', visits, (n) => {
    const at = Math.floor(now - (n / visits) * quarter) - 2 * 86_400_000;
    const outcome = outcomes[Math.floor(next() * 4)]!;
    return {
      id: `visit-${n}`,
      locale: 'en',
      started_at: at,
      last_at: at + 60_000,
      is_help_seeking: true,
      outcome,
      settled_at: at + 86_400_000,
    };
  });
  await fill(ctx, 'visit_events', events, (n) => {
    const visit = Math.floor(n / 5);
    const kind = ['search', 'result_opened', 'article_read', 'vote', 'search'][n % 5]!;
    const at = Math.floor(now - (visit / visits) * quarter) - 2 * 86_400_000 + (n % 5) * 1_000;
    const article = 1 + Math.floor(next() * articles);
    return {
      visit_id: `visit-${visit}`,
      kind,
      at,
      locale: 'en',
      query: kind === 'search' ? phrase(next, 2) : null,
      result_count: kind === 'search' ? 3 : null,
      verdict: kind === 'search' ? 'answered' : null,
      article_id: kind === 'search' ? null : article,
      rank: kind === 'result_opened' ? 1 : null,
      helpful: kind === 'vote' ? next() < 0.7 : null,
    };
  });
}

function ticketRow(
  n: number,
  { next, now, quarter, people }: { next: () => number; now: number; quarter: number; people: number },
): Record<string, Row[number]> {
  const created = Math.floor(now - next() * quarter);
  const isDone = next() < 0.9;
  const at = created + Math.floor(next() * 3 * 86_400_000);
  const impact = 1 + Math.floor(next() * 3);
  const urgency = 1 + Math.floor(next() * 3);
  return {
    id: n + 1,
    subject: phrase(next, 6),
    requester_id: 1 + (n % people),
    state: isDone ? 'resolved' : ['new', 'open', 'waiting'][n % 3]!,
    impact,
    urgency,
    priority: impact + urgency - 1,
    tier: 1 + (n % 3),
    locale: 'en',
    story: [],
    access_key_hash: `bench-${n}`,
    created_at: created,
    updated_at: at,
    last_message_at: at,
    first_reply_at: isDone ? created + 3_600_000 : null,
    resolved_at: isDone ? at : null,
    public_replies: isDone ? 1 : 0,
  };
}

async function fill(
  ctx: Context,
  table: string,
  count: number,
  row: (n: number) => Record<string, Row[number]>,
): Promise<void> {
  const shape = tableShapes().find(({ name }) => name === table)!;
  const names = Object.keys(row(0));
  const columns = names.map((name) => shape.columns.find((column) => column.name === name)!);
  const batch = 10_000;
  for (let from = 0; from < count; from += batch) {
    const rows = Array.from({ length: Math.min(batch, count - from) }, (_, i) =>
      Object.values(row(from + i)),
    );
    await ctx.db.write((tx) => writeRows(tx, { name: table, columns }, rows));
  }
}
