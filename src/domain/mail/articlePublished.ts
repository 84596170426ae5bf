import { systemActor, type Context } from '#src/context.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import { askersOfArticle } from '#src/domain/tickets/askers.ts';
import { localeOf } from './about.ts';
import { queueMail } from './outbox.ts';
import { articleFields } from './tellRequester.ts';

/** How long after asking somebody is told that there is an article now, in milliseconds: half a year. */
const freshMs = 182 * 86_400_000;

/**
 * Tell those whose tickets an article answers that it was published, each once, unless the mail that resolved their
 * ticket named it already. Only articles that customers may read. For its job.
 */
export async function tellAskers(ctx: Context, articleId: number): Promise<void> {
  const article = await findReadableArticle({ ...ctx, actor: systemActor }, articleId);
  if (!article?.publishedAt || article.audience === 'agents') return;
  const { publishedAt } = article;
  const since = new Date(ctx.now.getTime() - freshMs);
  const fields = await articleFields(ctx, articleId);
  for (const asker of await askersOfArticle(ctx.db.read, articleId, { since, before: publishedAt })) {
    const { email, name, requesterId, ticketId } = asker;
    const knows = asker.solvedByArticleId === articleId && (asker.resolvedAt ?? publishedAt) > publishedAt;
    if (knows) continue;
    const to = { email, name, requesterId, locale: localeOf(ctx, asker.locale) };
    await ctx.db.write((tx) =>
      queueMail(tx, ctx, { kind: 'article_published', to, ticketId, cause: `article:${articleId}`, fields }),
    );
  }
}
