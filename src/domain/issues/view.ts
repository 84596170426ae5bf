import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { articlesOfKey, lastPublication } from '#src/domain/articles/translations.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { isLocale, translator, type Locale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import { listAnswers, listPassedOver } from './answer.store.ts';
import { findIssue, listIssues, listTickets } from './issue.store.ts';
import { similarTickets } from './similarTickets.ts';
import { mostTickets, type Issue, type IssueState, type IssueTicket } from './issue.ts';

const shownAnswers = 10;

/** Every known issue, the last changed first. @throws sign_in_required */
export async function issueList(ctx: Context) {
  requireAgent(ctx);
  return listIssues(ctx.db.read, ctx.locale);
}

/** An article as a known issue: where it stands, who has it, what they were told, and what to tell them. @throws sign_in_required, not_found */
export async function issueView(ctx: Context, articleId: number) {
  requireAgent(ctx);
  const article = await getArticle(ctx, articleId);
  const issue = await findIssue(ctx.db.read, article.key);
  const tickets = await ticketsOfIssue(ctx, article.key);
  const spoken = [...new Set(tickets.map(({ locale }) => locale))];
  const texts = Object.fromEntries(
    await Promise.all(
      spoken.map(async (locale) => [
        locale,
        await draftText(ctx, { key: article.key, state: issue?.state ?? 'investigating', locale }),
      ]),
    ),
  ) as Partial<Record<Locale, string>>;
  return {
    article,
    issue,
    tickets,
    texts,
    answers: await answersOf(ctx, article.key),
    changedAt: issue && (await changedAt(ctx, issue)),
    similar: await similarTickets(ctx, article.key),
  };
}
export type IssueView = Awaited<ReturnType<typeof issueView>>;

/** When there was last something new to tell: where it stands, or a text that was published. */
async function changedAt(ctx: Context, { articleKey, updatedAt }: Issue): Promise<Date> {
  const published = await lastPublication(ctx, articleKey);
  return published && published > updatedAt ? published : updatedAt;
}

/** What was answered to all, with the tickets that took no answer. */
async function answersOf(ctx: Context, key: string) {
  const answers = await listAnswers(ctx.db.read, key, shownAnswers);
  const ids = answers.filter(({ failed }) => failed > 0).map(({ id }) => id);
  const passed = ids.length > 0 ? await listPassedOver(ctx.db.read, ids) : [];
  return answers.map((answer) => ({
    ...answer,
    passedOver: passed.flatMap(({ answerId, ticketId }) => (answerId === answer.id ? [ticketId] : [])),
    waiting: answer.tickets - answer.done - answer.failed - answer.stopped,
  }));
}

/** The tickets that an issue's articles answer, newest first. */
export async function ticketsOfIssue(ctx: Context, key: string): Promise<IssueTicket[]> {
  const rows = await listTickets(ctx.db.read, key, mostTickets);
  return rows.map((row) => ({
    ...row,
    locale: isLocale(row.locale) ? row.locale : ctx.config.defaultLocale,
    answeredAt: row.answeredAt === null ? null : new Date(row.answeredAt),
  }));
}

/** How many tickets have an article's problem; 0 when it is no known issue. @throws sign_in_required */
export async function countHaving(ctx: Context, key: string): Promise<number> {
  requireAgent(ctx);
  return (await findIssue(ctx.db.read, key)) ? (await ticketsOfIssue(ctx, key)).length : 0;
}

/** What the answer begins with: where it stands, and the article in their language where it is out. */
async function draftText(
  ctx: Context,
  { key, state, locale }: { key: string; state: IssueState; locale: Locale },
): Promise<string> {
  const all = (await articlesOfKey(ctx, key)).filter((one) => one.state === 'published');
  const article = all.find((one) => one.locale === locale) ?? all[0];
  const t = translator(locale);
  const said = t(`issues.draft.${state}`);
  if (!article || article.audience === 'agents') return said;
  const url = absolute(ctx.config.publicUrl, paths.article(article.locale as Locale, article.slug));
  return `${said}\n\n[${article.title.replace(/[[\]\\]/g, String.raw`\$&`)}](${url})`;
}
