import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import type { ArticlesTables } from './articles.ts';
import { agentRef } from './references.ts';

/** Questions that nothing answers, gathered by meaning. */
export function gapsTables(k: ColumnKit, { agents, articles }: AccountsTables & ArticlesTables) {
  const agentId = agentRef(k, agents);
  const gaps = k.table(
    'gaps',
    {
      id: k.id(),
      /** Words of those who asked, free of personal data; the first is its name. */
      samples: k.json<string[]>().notNull(),
      /** Where its questions point, in the search's features: unit length, the heaviest only. */
      direction: k.json<[string, number][]>().notNull(),
      /** How many questions of each language it has. */
      locales: k.json<Record<string, number>>().notNull(),
      state: k.text().$type<'open' | 'closed'>().notNull().default('open'),
      ownerId: agentId(),
      /** The article that is to answer it. */
      articleId: k.int().references(() => articles.id, { onDelete: 'set null' }),
      /** Questions of the last 90 days, and how many of them became tickets. */
      size: k.int().notNull().default(0),
      tickets: k.int().notNull().default(0),
      firstAt: k.time().notNull(),
      lastAt: k.time().notNull(),
      /** When the article that closed it was published, and when it was seen to answer. */
      answeredAt: k.time(),
      closedAt: k.time(),
      reopenings: k.int().notNull().default(0),
      checkedAt: k.time(),
    },
    (t) => [
      k.index('gaps_state').on(t.state, t.size, t.id),
      k.index('gaps_closed').on(t.closedAt),
      k.index('gaps_article').on(t.articleId),
      k.index('gaps_checked').on(t.checkedAt),
    ],
  );
  const gapId = () =>
    k
      .int()
      .notNull()
      .references(() => gaps.id, { onDelete: 'cascade' });

  /** What a gap is made of: the words themselves stay where they were said. */
  const gapQuestions = k.table(
    'gap_questions',
    {
      kind: k.text().$type<'search' | 'ask' | 'ticket'>().notNull(),
      /** The event of the visit, or the ticket. */
      sourceId: k.int().notNull(),
      gapId: gapId(),
      locale: k.text().notNull(),
      at: k.time().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.kind, t.sourceId] }), k.index('gap_questions_gap').on(t.gapId, t.at)],
  );

  /** How many questions of each kind a day had. */
  const gapDays = k.table(
    'gap_days',
    {
      gapId: gapId(),
      /** Days since 1970, in UTC. */
      day: k.int().notNull(),
      searches: k.int().notNull().default(0),
      asks: k.int().notNull().default(0),
      tickets: k.int().notNull().default(0),
    },
    (t) => [k.primaryKey({ columns: [t.gapId, t.day] }), k.index('gap_days_day').on(t.day)],
  );

  return { gaps, gapQuestions, gapDays };
}

export type GapsTables = ReturnType<typeof gapsTables>;
