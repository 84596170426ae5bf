import { systemContext, type Context } from '#src/context.ts';
import { actorOf } from '#src/domain/accounts/agent.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { articlesOfKey } from '#src/domain/articles/translations.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { tellFollowersLater } from '#src/domain/wishes/follow.ts';
import { domainError, isDomainError } from '#src/errors.ts';
import { isLocale } from '#src/i18n/index.ts';
import { enqueue } from '#src/jobs/queue.ts';
import {
  claimTicket,
  findAnswer,
  finishTicket,
  insertAnswer,
  listWaiting,
  stopWaiting,
  type AnswerRow,
} from './answer.store.ts';
import { findIssue, markAnswered } from './issue.store.ts';
import { answerInput, stopMs, type IssueAnswerInput } from './issue.ts';
import { ticketsOfIssue } from './view.ts';

/**
 * Answer all who have a known issue with one text, each in their language: a job writes the replies after a moment in which
 * it can be stopped. The same form sent twice is one answer. Those who follow the issue hear of it as well.
 * @throws sign_in_required, not_found, invalid: a ticket that has not got it, a language without a text; conflict when the
 * article is no known issue
 */
export async function answerAll(ctx: Context, articleId: number, given: IssueAnswerInput): Promise<void> {
  const { id: byId } = requireAgent(ctx);
  const { key } = await getArticle(ctx, articleId);
  const { tickets, texts, resolves, submissionKey } = checkInput(answerInput, given);
  const having = await ticketsOfIssue(ctx, key);
  const chosen = having.filter(({ id }) => tickets.includes(id));
  if (chosen.length < new Set(tickets).size)
    throw domainError('invalid', { fields: { tickets: 'bad_choice' } });
  const silent = chosen.find(({ locale }) => !texts[locale]);
  if (silent) throw domainError('invalid', { fields: { [`text-${silent.locale}`]: 'required' } });
  await ctx.db.write(async (tx) => {
    if (!(await findIssue(tx, key))) throw domainError('conflict');
    const row = { articleKey: key, texts, resolves, byId, submissionKey, createdAt: ctx.now };
    const ids = chosen.map(({ id }) => id);
    const answer = await insertAnswer(tx, row, ids);
    if (answer === null) return;
    await markAnswered(tx, key, ctx.now);
    const runAt = new Date(ctx.now.getTime() + stopMs);
    await enqueue(tx, { kind: 'issues.answer', payload: { answer }, runAt });
  });
}

/** It was a mistake: what has not gone out stays here. @returns whether anything was left to stop. @throws sign_in_required */
export async function stopAnswer(ctx: Context, answerId: number): Promise<boolean> {
  requireAgent(ctx);
  return ctx.db.write((tx) => stopWaiting(tx, answerId, ctx.now));
}

/** Write the replies of an answer that are not written yet, as the agent who sent it; for its job. */
export async function giveAnswers(ctx: Context, answerId: number): Promise<void> {
  const answer = await findAnswer(ctx.db.read, answerId);
  if (!answer) return;
  const person = (await listAgents(ctx)).find(({ id }) => id === answer.byId);
  const by = person ? { ...ctx, actor: actorOf(person) } : systemContext(ctx, ctx.now);
  const articles = await articlesOfKey(ctx, answer.articleKey);
  const waiting = await listWaiting(ctx.db.read, answerId);
  const [article] = articles;
  if (waiting.length > 0 && article) await ctx.db.write((tx) => tellFollowersLater(tx, ctx, article.id));
  for (const ticketId of waiting)
    await ctx.db.write(async (tx) => {
      if (await claimTicket(tx, answerId, ticketId))
        await finishTicket(tx, await giveAnswer(by, answer, ticketId, articles));
    });
}

/** A ticket that takes no answer any more is passed over, and says why. */
async function giveAnswer(
  ctx: Context,
  { id, texts, resolves }: AnswerRow,
  ticketId: number,
  articles: { id: number; locale: string }[],
) {
  const done = { answerId: id, ticketId, doneAt: ctx.now };
  const { ticket } = await ticketView(ctx, ticketId);
  const locale = isLocale(ticket.locale) ? ticket.locale : ctx.config.defaultLocale;
  try {
    const messageId = await ctx.db.write(async () => {
      const body = texts[locale] ?? Object.values(texts)[0]!;
      const submissionKey = `issue-answer-${id}-${ticketId}`;
      const message = await replyAsAgent({ ...ctx, locale }, ticketId, { body, submissionKey });
      if (resolves && ticket.state !== 'closed')
        await resolveTicket(ctx, ticketId, {
          solvedByMessageId: message,
          solvedByArticleId: (articles.find((one) => one.locale === locale) ?? articles[0])?.id ?? null,
          selfServiceFailure: ticket.selfServiceFailure ?? 'missing',
        });
      return message;
    });
    return { ...done, messageId, error: null };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { ...done, messageId: null, error: error.code };
  }
}
