import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { enqueue } from '#src/jobs/queue.ts';
import { listFollowers } from './wish.store.ts';
import { publicArticle, tell } from './tellWishers.ts';

/** Let those who follow a known issue hear of it, once what caused it is kept. */
export const tellFollowersLater = (tx: Query, ctx: Context, articleId: number): Promise<void> =>
  enqueue(tx, {
    kind: 'wishes.tellFollowers',
    payload: { article: articleId },
    runAt: ctx.now,
    uniqueKey: `wishes.tellFollowers:${articleId}`,
  });

/** Write to those who follow a known issue that there is news, once, and forget them; for its job. */
export async function tellFollowers(ctx: Context, articleId: number): Promise<void> {
  const article = await publicArticle(ctx, articleId);
  if (!article) return;
  for (const wish of await listFollowers(ctx.db.read, article.key))
    await tell(ctx, wish, { article, kind: 'issue_news' });
}
