import { and, gte, lt, sql, type Column, type SQL } from 'drizzle-orm';
import type { Period } from './period.ts';

/** From an instant until another, which is no longer in it. */
export type Span = Pick<Period, 'from' | 'to'>;

/** Whether a moment lies in a span. */
export const within = (column: Column, { from, to }: Span): SQL => and(gte(column, from), lt(column, to))!;

/**
 * A kind as a filter that no index is chosen for: without statistics, SQLite would walk every event of the kind instead
 * of the few of one visit or ticket. Every `|| ''` here is there for that.
 */
export const isKind = (column: Column, kind: string): SQL => sql`${column} || '' = ${kind}`;

/** Likewise of states: the span narrows better. */
export const isFinished = (state: Column): SQL => sql`${state} || '' in ('resolved', 'closed')`;

/** Whether a visit asked and was shown suggestions. */
export const wasShownSuggestions = (visitId: Column): SQL =>
  sql`exists (select 1 from visit_events s where s.visit_id = ${visitId} and s.kind || '' = 'suggestions_shown' and s.result_count > 0)`;

/** Whether a visit said that it found what it needed. */
export const wasSolved = (visitId: Column): SQL =>
  sql`exists (select 1 from visit_events s where s.visit_id = ${visitId} and s.kind || '' = 'solved')`;

/** Whether a result of a search was opened. */
export const wasOpened = (searchId: Column): SQL<boolean> =>
  sql<boolean>`exists (select 1 from visit_events o where o.search_id = ${searchId} and o.kind || '' = 'result_opened')`;
