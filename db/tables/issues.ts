import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import { agentRef } from './references.ts';
import type { TicketsTables } from './tickets.ts';

/** One problem, many people: known issues with the answers given to all who have them, and who waits for an article. */
export function issuesTables(k: ColumnKit, { agents, tickets }: AccountsTables & TicketsTables) {
  const agentId = agentRef(k, agents);
  /** An article, in all its languages, that speaks of a problem many have. */
  const knownIssues = k.table('known_issues', {
    articleKey: k.text().primaryKey(),
    state: k.text().$type<'investigating' | 'workaround' | 'solved'>().notNull(),
    /** Of the last answer to all; null while none was given. */
    answeredAt: k.time(),
    byId: agentId(),
    createdAt: k.time().notNull(),
    updatedAt: k.time().notNull(),
  });

  /** One answer to many tickets, as it was sent. */
  const issueAnswers = k.table(
    'issue_answers',
    {
      id: k.id(),
      articleKey: k.text().notNull(),
      /** Markdown, by language. */
      texts: k.json<Record<string, string>>().notNull(),
      resolves: k.bool().notNull(),
      byId: agentId(),
      /** Of the form: the same sent twice is one answer. */
      submissionKey: k.text().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex('issue_answers_submission').on(t.submissionKey),
      k.index('issue_answers_article').on(t.articleKey, t.createdAt),
    ],
  );

  /** To which tickets it goes; done when the reply is there, or with why it could not be. */
  const issueAnswerTickets = k.table(
    'issue_answer_tickets',
    {
      answerId: k
        .int()
        .notNull()
        .references(() => issueAnswers.id, { onDelete: 'cascade' }),
      ticketId: k
        .int()
        .notNull()
        .references(() => tickets.id, { onDelete: 'cascade' }),
      messageId: k.int(),
      doneAt: k.time(),
      error: k.text(),
    },
    (t) => [
      k.primaryKey({ columns: [t.answerId, t.ticketId] }),
      k.index('issue_answer_tickets_ticket').on(t.ticketId),
    ],
  );

  /** Who wants to hear when there is an answer to a search that failed: private, gone once they were told. */
  const answerWishes = k.table(
    'answer_wishes',
    {
      id: k.id(),
      /** Lower case. */
      email: k.text().notNull(),
      locale: k.text().notNull(),
      words: k.text().notNull(),
      /** The known issue that is followed; null for a search that failed. */
      articleKey: k.text(),
      /** Random; what the links in its mails hold, sealed. */
      nonce: k.text().notNull(),
      /** The search in the visit, which leads to its gap; null for those who are not counted. */
      searchId: k.int(),
      createdAt: k.time().notNull(),
      /** When the address said yes by its mail; nothing is sent before. */
      confirmedAt: k.time(),
    },
    (t) => [
      k.uniqueIndex('answer_wishes_nonce').on(t.nonce),
      k.index('answer_wishes_article').on(t.articleKey),
      k.index('answer_wishes_email').on(t.email),
      k.index('answer_wishes_search').on(t.searchId),
      k.index('answer_wishes_confirmed').on(t.confirmedAt),
    ],
  );

  return { knownIssues, issueAnswers, issueAnswerTickets, answerWishes };
}

export type IssuesTables = ReturnType<typeof issuesTables>;
