import type { Context } from '#src/context.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { loadTicketLesson, loadVisitSignals, replaceLessons, type Lesson } from './learn.store.ts';
import { lessonsOfVisit, ticketQuestion } from './lesson.ts';

/**
 * Takes the words of a resolved ticket as a way to ask for the articles that answer it, and takes them back when it is
 * open again, unlinked or erased. Doing it again changes nothing: call it whenever any of that may have changed.
 */
export async function learnFromTicket(ctx: Context, ticketId: number): Promise<void> {
  await ctx.db.write(async (tx) => {
    const ticket = await loadTicketLesson(tx, ticketId);
    const text = ticket && ticketQuestion(ticket.subject, ticket.body);
    const lessons = text ? ticket.articleIds.map((articleId) => ({ articleId, text })) : [];
    await keep(ctx, `ticket:${ticketId}`, lessons);
  });
}

/**
 * Takes the searches of a visit that ended solved or helpful as ways to ask for the article that helped, and takes them
 * back after a negative vote. Doing it again changes nothing.
 */
export async function learnFromVisit(ctx: Context, visitId: string): Promise<void> {
  await ctx.db.write(async (tx) => {
    await keep(ctx, `visit:${visitId}`, lessonsOfVisit(await loadVisitSignals(tx, visitId)));
  });
}

async function keep(ctx: Context, origin: string, lessons: readonly Lesson[]): Promise<void> {
  await ctx.db.write(async (tx) => {
    if (await replaceLessons(tx, origin, lessons, ctx.now)) await bumpCounter(tx, 'questions');
  });
}
