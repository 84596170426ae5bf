import type { Context } from '#src/context.ts';
import type { Article } from './article.ts';
import { changeArticle } from './change.ts';
import { getArticle } from './read.ts';
import { fieldsOf } from './workingCopy.ts';

/** How long a text that was looked at counts as right, in days. */
const daysUntilNext = 182;

/** Somebody looked at an article and it is right as it is: it comes up again in half a year. @throws sign_in_required, not_found */
export async function markReviewed(ctx: Context, id: number): Promise<Article> {
  const article = await getArticle(ctx, id);
  const reviewBy = new Date(ctx.now.getTime() + daysUntilNext * 86_400_000);
  reviewBy.setUTCHours(0, 0, 0, 0);
  return changeArticle(ctx, id, { fields: { ...fieldsOf(article), reviewBy }, reason: 'reviewed' });
}
