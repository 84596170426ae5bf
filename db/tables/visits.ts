import type { ColumnKit } from '../columns.sqlite.ts';

/** What anonymous visitors did. */
export function visitsTables(k: ColumnKit) {
  const visits = k.table(
    'visits',
    {
      /** Random; also the value of the visit cookie. */
      id: k.text().primaryKey(),
      locale: k.text().notNull(),
      startedAt: k.time().notNull(),
      lastAt: k.time().notNull(),
      /** It searched, read, voted or asked: only such visits have an outcome. */
      isHelpSeeking: k.bool().notNull().default(false),
      outcome: k.text().$type<'escalated' | 'confirmed' | 'potential' | 'abandoned'>(),
      settledAt: k.time(),
    },
    (t) => [k.index('visits_unsettled').on(t.settledAt, t.lastAt), k.index('visits_started').on(t.startedAt)],
  );

  const visitEvents = k.table(
    'visit_events',
    {
      id: k.id(),
      visitId: k
        .text()
        .notNull()
        .references(() => visits.id, { onDelete: 'cascade' }),
      kind: k
        .text()
        .$type<
          | 'search'
          | 'result_opened'
          | 'article_read'
          | 'vote'
          | 'ask_opened'
          | 'suggestions_shown'
          | 'suggestions_withheld'
          | 'suggestion_opened'
          | 'solved'
          | 'ticket_filed'
        >()
        .notNull(),
      at: k.time().notNull(),
      locale: k.text().notNull(),
      /** Search, ask and suggestions: the words. */
      query: k.text(),
      resultCount: k.int(),
      verdict: k.text().$type<'answered' | 'uncertain' | 'nothing'>(),
      /** Result opened: the search event it came from, and the rank, from 1. */
      searchId: k.int(),
      rank: k.int(),
      articleId: k.int(),
      helpful: k.bool(),
      ticketId: k.int(),
      /** Suggestions that were shown or withheld by lot, while a holdout ran. */
      isTrial: k.bool().notNull().default(false),
    },
    (t) => [
      k.index('visit_events_visit').on(t.visitId, t.at),
      k.index('visit_events_kind').on(t.kind, t.at),
      k.index('visit_events_article').on(t.articleId, t.kind, t.at),
      k.index('visit_events_search').on(t.searchId),
    ],
  );

  return { visits, visitEvents };
}

export type VisitsTables = ReturnType<typeof visitsTables>;
