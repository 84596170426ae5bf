import { and, asc, desc, eq, inArray, notInArray } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { maxPastQuestions } from './document.ts';

export interface Lesson {
  articleId: number;
  text: string;
}

/** A ticket's words and the articles that answer it, as long as it counts as solved. */
export async function loadTicketLesson(q: Query, ticketId: number) {
  const { tickets, messages, ticketArticles } = q.tables;
  const [ticket] = await q
    .select({ subject: tickets.subject, state: tickets.state, solvedBy: tickets.solvedByArticleId })
    .from(tickets)
    .where(eq(tickets.id, ticketId));
  if (!ticket || (ticket.state !== 'resolved' && ticket.state !== 'closed')) return null;
  const [first] = await q
    .select({ body: messages.body })
    .from(messages)
    .where(and(eq(messages.ticketId, ticketId), eq(messages.authorKind, 'requester')))
    .orderBy(asc(messages.createdAt), asc(messages.id))
    .limit(1);
  const links = await q
    .select({ articleId: ticketArticles.articleId })
    .from(ticketArticles)
    .where(
      and(eq(ticketArticles.ticketId, ticketId), inArray(ticketArticles.relation, ['answers', 'created'])),
    );
  const articleIds = new Set(links.map((link) => link.articleId));
  if (ticket.solvedBy) articleIds.add(ticket.solvedBy);
  return { subject: ticket.subject, body: first?.body ?? '', articleIds: [...articleIds] };
}

/** What happened in a visit, in order. */
export async function loadVisitSignals(q: Query, visitId: string) {
  const { visitEvents: events } = q.tables;
  return q
    .select({
      id: events.id,
      kind: events.kind,
      query: events.query,
      searchId: events.searchId,
      articleId: events.articleId,
      helpful: events.helpful,
    })
    .from(events)
    .where(eq(events.visitId, visitId))
    .orderBy(asc(events.at), asc(events.id));
}

/** Makes these the only lessons of an origin. @returns whether anything changed. */
export async function replaceLessons(
  tx: Query,
  origin: string,
  lessons: readonly Lesson[],
  at: Date,
): Promise<boolean> {
  const { pastQuestions } = tx.tables;
  const known = await tx.select().from(pastQuestions).where(eq(pastQuestions.origin, origin));
  const isSame = (row: Lesson) => (lesson: Lesson) =>
    lesson.articleId === row.articleId && lesson.text === row.text;
  const wrong = known.filter((row) => !lessons.some(isSame(row)));
  const missing = lessons.filter((lesson) => !known.some(isSame(lesson)));
  if (wrong.length > 0)
    await tx.delete(pastQuestions).where(
      inArray(
        pastQuestions.id,
        wrong.map((row) => row.id),
      ),
    );
  for (const lesson of missing) {
    await tx
      .insert(pastQuestions)
      .values({ ...lesson, origin, createdAt: at })
      .onConflictDoNothing();
    await dropOldest(tx, lesson.articleId);
  }
  return wrong.length + missing.length > 0;
}

/** Takes back all that was learnt from these origins, of whichever article. */
export async function deleteLessons(tx: Query, origins: readonly string[]): Promise<void> {
  const { pastQuestions } = tx.tables;
  for (let at = 0; at < origins.length; at += 500)
    await tx.delete(pastQuestions).where(inArray(pastQuestions.origin, origins.slice(at, at + 500)));
}

async function dropOldest(tx: Query, articleId: number): Promise<void> {
  const { pastQuestions } = tx.tables;
  const own = eq(pastQuestions.articleId, articleId);
  const newest = await tx
    .select({ id: pastQuestions.id })
    .from(pastQuestions)
    .where(own)
    .orderBy(desc(pastQuestions.createdAt), desc(pastQuestions.id))
    .limit(maxPastQuestions + 1);
  if (newest.length <= maxPastQuestions) return;
  const kept = newest.slice(0, maxPastQuestions).map((row) => row.id);
  await tx.delete(pastQuestions).where(and(own, notInArray(pastQuestions.id, kept)));
}
