import { setImmediate as breathe } from 'node:timers/promises';
import { workingMs, type Calendar } from '#src/domain/calendar/calendar.ts';
import type { Query } from '#db/open.ts';
import { filedTickets, ratingFacts, resolvedTickets, visitFacts, voteFacts } from './dayRows.store.ts';
import { searchFacts } from './daySearches.store.ts';
import type { Place } from './dimension.ts';
import type { Span } from './filters.ts';
import { collectCells, type Cell, type Count } from './metric.ts';
import { addFiled, addResolved } from './ticketDay.ts';

type Day = ReturnType<typeof collectCells>;

/** How facts are told apart and times are measured. */
export interface Basis {
  /** The category of each article. */
  categories: ReadonlyMap<number, string>;
  /** Null: all time counts. */
  calendar: Calendar | null;
}

/** Everything that happened in a span (a day), as it is kept. */
export async function addUp(q: Query, span: Span, basis: Basis): Promise<Cell[]> {
  const day = collectCells();
  await addVisits(q, span, day, basis);
  await breathe();
  await addTickets(q, span, day, basis);
  return day.cells();
}

const visitCounts: Record<string, Count> = {
  confirmed: 'confirmed',
  potential: 'potential',
  escalated: 'escalated_visits',
  abandoned: 'abandoned',
};

async function addVisits(q: Query, span: Span, day: Day, { categories }: Basis): Promise<void> {
  const placeOf = (locale: string, articleId: number | null = null): Place => ({
    ...{ locale, tier: '', agent: '' },
    category: categories.get(articleId ?? 0) ?? '',
  });
  for (const { locale, articleId, outcome, hasAsked, isSolved, n } of await visitFacts(q, span)) {
    const asks = hasAsked ? { asks: n, asks_solved: isSolved ? n : 0 } : {};
    day.add(placeOf(locale, articleId), { [visitCounts[outcome]!]: n, ...asks });
  }
  for (const { locale, searches, opened, nothing, noClick } of await searchFacts(q, span))
    day.add(placeOf(locale), {
      searches,
      searches_opened: opened,
      searches_nothing: nothing,
      searches_no_click: noClick,
    });
  for (const { locale, articleId, yes, no } of await voteFacts(q, span))
    day.add(placeOf(locale, articleId), { votes_yes: yes, votes_no: no });
}

async function addTickets(q: Query, span: Span, day: Day, { categories, calendar }: Basis): Promise<void> {
  const placeOf = (ticket: {
    locale: string;
    articleId: number | null;
    tier: number;
    agentId: number | null;
  }): Place => ({
    locale: ticket.locale,
    category: categories.get(ticket.articleId ?? 0) ?? '',
    tier: String(ticket.tier),
    agent: String(ticket.agentId ?? ''),
  });
  for (const ticket of await filedTickets(q, span)) {
    const { createdAt, firstReplyAt, requesterId, moves } = ticket;
    const replyMinutes = firstReplyAt && minutesBetween(calendar, createdAt, firstReplyAt);
    addFiled(day, { place: placeOf(ticket), requesterId, replyMinutes, moves });
  }
  for (const ticket of await resolvedTickets(q, span)) {
    const minutes = minutesBetween(calendar, ticket.createdAt, ticket.resolvedAt);
    addResolved(day, { ...ticket, place: placeOf(ticket), minutes });
  }
  for (const rated of await ratingFacts(q, span))
    day.add(placeOf(rated), { ratings: rated.n, ratings_good: rated.good });
}

/** Minutes to two decimals, of the hours that the desk is open where a calendar is set. */
export const minutesBetween = (calendar: Calendar | null, from: Date, to: Date): number =>
  Math.round(workingMs(calendar, from, to) / 600) / 100;
