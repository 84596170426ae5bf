import { systemActor, type Context } from '#src/context.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { lastPublication } from '#src/domain/articles/translations.ts';
import { queueMail } from '#src/domain/mail/outbox.ts';
import { searchArticles } from '#src/domain/search/searchArticles.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import { deleteWish, findWishById, listConfirmed, listOfGap } from './wish.store.ts';
import { wishToken, type Wish } from './wish.ts';

const firstResults = 3;
const batch = 200;

/**
 * Write to those whose words now find an article among the first three, once, and forget their wish. Only articles that
 * everybody may read. For the job that follows a publication. @returns how many were told
 */
export async function tellWishers(ctx: Context, articleId: number): Promise<number> {
  const article = await publicArticle(ctx, articleId);
  if (!article) return 0;
  let told = 0;
  for (let after = 0; ;) {
    const wishes = await listConfirmed(ctx.db.read, after, batch);
    if (after === 0 && wishes.length > 0) await ctx.search.freshen();
    for (const wish of wishes)
      if ((await answersTo(ctx, wish)).includes(articleId))
        told += Number(await tell(ctx, wish, { article, kind: 'wish_answered' }));
    if (wishes.length < batch) return told;
    after = wishes.at(-1)!.id;
  }
}

/** The same for one who said yes only after what answers them was published; for the job that follows the yes. */
export async function tellLate(ctx: Context, wishId: number): Promise<void> {
  const wish = await findWishById(ctx.db.read, wishId);
  if (!wish || wish.confirmedAt === null || wish.articleKey !== null) return;
  await ctx.search.freshen();
  for (const id of await answersTo(ctx, wish)) {
    const article = await publicArticle(ctx, id);
    const at = article && ((await lastPublication(ctx, article.key)) ?? article.publishedAt);
    if (at && at >= wish.createdAt) {
      await tell(ctx, wish, { article, kind: 'wish_answered' });
      return;
    }
  }
}

/** The same for those whose search belongs to a gap that an article closed, whatever their words find. */
export async function tellWishersOfGap(ctx: Context, gapId: number, articleId: number): Promise<void> {
  const article = await publicArticle(ctx, articleId);
  if (!article) return;
  for (const wish of await listOfGap(ctx.db.read, gapId))
    await tell(ctx, wish, { article, kind: 'wish_answered' });
}

/** An article that everybody may read; null for any other. */
export async function publicArticle(ctx: Context, id: number): Promise<Article | null> {
  const article = await findReadableArticle({ ...ctx, actor: systemActor }, id);
  return article?.audience === 'public' ? article : null;
}

/** The first articles that a stranger finds in these words; what is loosely related at best is no answer. */
async function answersTo(ctx: Context, { words, locale }: Wish): Promise<number[]> {
  if (!isLocale(locale)) return [];
  const stranger = { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} } as const;
  const asked = { query: words, locale, limit: firstResults };
  const { verdict, results } = await searchArticles({ ...ctx, actor: stranger }, asked);
  return verdict === 'nothing' ? [] : results.map(({ id }) => id);
}

/**
 * The mail and the end of the wish commit together: nobody is told twice, nobody is forgotten untold, and who took it back
 * meanwhile hears nothing. @returns whether they were told
 */
export async function tell(
  ctx: Context,
  wish: Wish,
  { article, kind }: { article: Article; kind: 'wish_answered' | 'issue_news' },
): Promise<boolean> {
  const locale = isLocale(wish.locale) ? wish.locale : ctx.config.defaultLocale;
  const { publicUrl } = ctx.config;
  const path =
    article.kind === 'faq'
      ? paths.faq(article.locale as Locale, article.slug)
      : paths.article(article.locale as Locale, article.slug);
  return ctx.db.write(async (tx) => {
    if (!(await deleteWish(tx, wish.id))) return false;
    await queueMail(tx, ctx, {
      kind,
      to: { email: wish.email, name: '', locale },
      cause: `wish:${wish.nonce}:${kind}`,
      fields: {
        question: wish.words,
        'article.title': article.title,
        'article.url': absolute(publicUrl, path),
        'link.url': absolute(publicUrl, paths.wish(locale, await wishToken(ctx, wish))),
      },
    });
    return true;
  });
}
