import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, timeValue } from '#db/sql.ts';
import type { QueueFilter, QueueSort } from './filter.ts';
import { isLate, type LateSince } from './overdue.store.ts';
import { matchWords, wordsOf } from './search.store.ts';
import { ticketStates, type TicketState } from './ticket.ts';

export interface QueueRow {
  id: number;
  subject: string;
  requesterName: string;
  requesterEmail: string;
  state: TicketState;
  priority: number;
  tier: number;
  assigneeName: string | null;
  locale: string;
  createdAt: Date;
  updatedAt: Date;
  lastMessageAt: Date;
  snoozedUntil: Date | null;
  spamAt: Date | null;
  tags: string[];
}

/** The moment that is asked for, and since when what is late by then has waited (for `only: 'overdue'`). */
interface At {
  now: Date;
  late?: readonly LateSince[];
}

export type ListOptions = Partial<QueueFilter> &
  At & {
    limit: number;
    sort?: QueueSort;
    /** Where the page before ended: see `cursorOf`. */
    after?: string | null;
  };

/** A page of the queue. A search goes by number, newest first, whatever the sort. */
export async function listTickets(q: Query, options: ListOptions): Promise<QueueRow[]> {
  const words = wordsOf(options.text ?? '');
  if (options.text && words.length === 0) return [];
  const ids = words.length > 0 ? await idsByWords(q, words, options) : await idsBySort(q, options);
  return loadRows(q, ids);
}

/** What stands in a link to the page after a row. */
export function cursorOf(row: QueueRow, sort: QueueSort): string {
  const time = (sort === 'created' || sort === 'oldest' ? row.createdAt : row.updatedAt).getTime();
  return sort === 'priority' ? `${row.priority}.${time}.${row.id}` : `${time}.${row.id}`;
}

/** How many tickets a filter holds, counted no further than `most`. */
export async function countTickets(
  q: Query,
  options: Partial<QueueFilter> & At & { most: number; changedSince?: Date },
): Promise<number> {
  const { tickets } = q.tables;
  const words = wordsOf(options.text ?? '');
  if (options.text && words.length === 0) return 0;
  const conditions = and(
    stateCondition(q, options),
    ...filterConditions(q, options),
    options.changedSince ? gt(tickets.updatedAt, options.changedSince) : undefined,
  );
  const match = matchWords(q, words, {
    most: isUnfiltered(options) && !options.changedSince ? options.most : null,
  });
  const some =
    words.length > 0
      ? q.select({ id: tickets.id }).from(match.from).innerJoin(tickets, match.on).where(conditions)
      : q.select({ id: tickets.id }).from(tickets).where(conditions);
  const [row] = await q.select({ count: countAll() }).from(some.limit(options.most).as('some'));
  return row?.count ?? 0;
}

async function idsByWords(q: Query, words: string[], options: ListOptions): Promise<number[]> {
  const { tickets } = q.tables;
  const before = Number(/^(?:\d+\.)*(\d{1,10})$/.exec(options.after ?? '')?.[1]) || undefined;
  const most = isUnfiltered(options) ? options.limit : null;
  const match = matchWords(q, words, { ...(before && { before }), most });
  const rows = await q
    .select({ id: tickets.id })
    .from(match.from)
    .innerJoin(tickets, match.on)
    .where(and(stateCondition(q, options), ...filterConditions(q, options)))
    .orderBy(match.newestFirst)
    .limit(options.limit);
  return rows.map((row) => row.id);
}

/** Nothing but words narrows the search, so that the first ones found are the ones to show. */
function isUnfiltered({ states = ticketStates, ...filter }: Partial<QueueFilter>): boolean {
  const { assignee, priority, tier, tag, only, snoozed = 'shown' } = filter;
  const narrowing = [assignee, priority, tier, tag, only].some((value) => value !== undefined);
  return states.length === ticketStates.length && !narrowing && snoozed === 'shown';
}

/**
 * One walk along the index for each state, each no longer than the page, then the best of them. A tag, spam and what is
 * overdue are rarer than a state: there the walk starts from their tickets.
 */
async function idsBySort(q: Query, options: ListOptions): Promise<number[]> {
  const { tickets } = q.tables;
  const sort = sorts(q, options.sort ?? 'updated');
  const keyset = cursorCondition(q, options.sort ?? 'updated', options.after);
  const states = options.states ?? ticketStates;
  const walk = (inStates: SQL | undefined, name: string) => {
    const part = q
      .select({ id: sql<number>`${tickets.id}`.as('id'), a: sort.first.as('a'), b: sort.second.as('b') })
      .from(tickets)
      .where(and(inStates, keyset, ...filterConditions(q, options)))
      .orderBy(...sort.order)
      .limit(options.limit)
      .as(name);
    return q.select({ id: part.id, a: part.a, b: part.b }).from(part);
  };
  const [first, ...more] = !isRarerThanState(options)
    ? states.map((state) => walk(eq(tickets.state, state), `in_${state}`))
    : [walk(stateCondition(q, options), 'tagged')];
  if (!first) return [];
  const all = more.reduce((union, next) => union.unionAll(next as never) as never, first);
  const way = sort.isAscending ? sql.raw('2 asc, 3 asc, 1 asc') : sql.raw('2 desc, 3 desc, 1 desc');
  const rows = await all.orderBy(way).limit(options.limit);
  return rows.map((row) => row.id);
}

/**
 * In these states. With a tag or words, their tickets are the shorter way than the index of a state: the condition is
 * written in a way that no index answers; SQLite has no statistics to find that out by itself.
 */
function stateCondition(
  q: Query,
  { states = ticketStates, text, ...filter }: Partial<QueueFilter>,
): SQL | undefined {
  const { tickets } = q.tables;
  if (states.length === ticketStates.length) return undefined;
  if (text === undefined && !isRarerThanState(filter)) return inArray(tickets.state, [...states]);
  return inArray(sql`coalesce(${tickets.state}, '')`, [...states]);
}

/** What has an index of its own, and fewer rows there than its states have. */
const isRarerThanState = ({ tag, only }: Partial<QueueFilter>): boolean =>
  tag !== undefined || only === 'overdue' || only === 'spam';

function sorts(q: Query, sort: QueueSort) {
  const { tickets } = q.tables;
  const zero = sql<number>`0`;
  const column = { updated: tickets.updatedAt, created: tickets.createdAt, oldest: tickets.createdAt };
  if (sort === 'priority')
    return {
      first: sql`${tickets.priority}`,
      second: sql`${tickets.updatedAt}`,
      order: [desc(tickets.priority), desc(tickets.updatedAt), desc(tickets.id)],
      isAscending: false,
    };
  const way = sort === 'oldest' ? asc : desc;
  return {
    first: sql`${column[sort]}`,
    second: zero,
    order: [way(column[sort]), way(tickets.id)],
    isAscending: sort === 'oldest',
  };
}

function cursorCondition(q: Query, sort: QueueSort, after: string | null | undefined): SQL | undefined {
  if (!after || !/^(\d\.)?\d{1,15}\.\d{1,9}$/.test(after)) return undefined;
  const { tickets } = q.tables;
  const [id, time, priority] = after.split('.').map(Number).reverse() as [number, number, number?];
  const at = timeValue(q, new Date(time));
  if (sort === 'priority')
    return sql`(${tickets.priority}, ${tickets.updatedAt}, ${tickets.id}) < (${priority ?? 0}, ${at}, ${id})`;
  if (sort === 'oldest') return sql`(${tickets.createdAt}, ${tickets.id}) > (${at}, ${id})`;
  const column = sort === 'created' ? tickets.createdAt : tickets.updatedAt;
  return sql`(${column}, ${tickets.id}) < (${at}, ${id})`;
}

function filterConditions(q: Query, filter: Partial<QueueFilter> & At): (SQL | undefined)[] {
  const { tickets, ticketTags } = q.tables;
  const { assignee, priority, tier, tag, only } = filter;
  const awake = or(isNull(tickets.snoozedUntil), lte(tickets.snoozedUntil, filter.now));
  const tagged =
    tag === undefined
      ? undefined
      : q.select({ id: ticketTags.ticketId }).from(ticketTags).where(eq(ticketTags.tag, tag));
  // Marking as spam closes: only there it has to be looked for. A search finds it, so that it can be taken back.
  const mayBeSpam = !only && !filter.text && (filter.states ?? ticketStates).includes('closed');
  return [
    mayBeSpam ? isNull(tickets.spamAt) : undefined,
    only === 'overdue' ? isLate(q, filter.late ?? []) : undefined,
    // A comparison finds them in their index on both engines; "is not null" does not.
    only === 'spam' ? gt(tickets.spamAt, new Date(0)) : undefined,
    only === 'unexplained'
      ? and(isNull(tickets.solvedByArticleId), isNull(tickets.noAnswerReason))
      : undefined,
    assignee === 'none' ? isNull(tickets.assigneeId) : undefined,
    typeof assignee === 'number' ? eq(tickets.assigneeId, assignee) : undefined,
    priority === undefined ? undefined : eq(tickets.priority, priority),
    tier === undefined ? undefined : eq(tickets.tier, tier),
    tagged ? inArray(tickets.id, tagged) : undefined,
    filter.snoozed === 'hidden' ? awake : undefined,
    filter.snoozed === 'only' ? isNotNull(tickets.snoozedUntil) : undefined,
  ];
}

async function loadRows(q: Query, ids: number[]): Promise<QueueRow[]> {
  if (ids.length === 0) return [];
  const { tickets, requesters, agents } = q.tables;
  const rows = await q
    .select({
      id: tickets.id,
      subject: tickets.subject,
      requesterName: tickets.requesterName,
      requesterEmail: requesters.email,
      state: tickets.state,
      priority: tickets.priority,
      tier: tickets.tier,
      assigneeName: agents.name,
      locale: tickets.locale,
      createdAt: tickets.createdAt,
      updatedAt: tickets.updatedAt,
      lastMessageAt: tickets.lastMessageAt,
      snoozedUntil: tickets.snoozedUntil,
      spamAt: tickets.spamAt,
    })
    .from(tickets)
    .innerJoin(requesters, eq(requesters.id, tickets.requesterId))
    .leftJoin(agents, eq(agents.id, tickets.assigneeId))
    .where(inArray(tickets.id, ids));
  const tags = await listTagsOf(q, ids);
  const byId = new Map(rows.map((row) => [row.id, { ...row, tags: tags.get(row.id) ?? [] }]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

async function listTagsOf(q: Query, ids: number[]): Promise<Map<number, string[]>> {
  const { ticketTags } = q.tables;
  const rows = await q
    .select()
    .from(ticketTags)
    .where(inArray(ticketTags.ticketId, ids))
    .orderBy(asc(ticketTags.tag));
  const byTicket = new Map<number, string[]>();
  for (const { ticketId, tag } of rows) byTicket.set(ticketId, [...(byTicket.get(ticketId) ?? []), tag]);
  return byTicket;
}
