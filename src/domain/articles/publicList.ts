import type { Context } from '#src/context.ts';
import { locales, type Locale } from '#src/i18n/index.ts';
import type { ArticleCard } from './article.ts';
import { listCategories } from './category.store.ts';
import { listCards } from './published.store.ts';

/** Entries of a feed: a year of changes for most portals. */
const feedSize = 50;
/** Addresses that one sitemap may hold (sitemaps.org). */
const sitemapSize = 50_000;

/** The latest changes in one language, for anybody: a feed reader holds no key. */
export async function latestArticles(ctx: Context): Promise<ArticleCard[]> {
  const everybody = ['public'] as const;
  return listCards(ctx.db.read, {
    audiences: everybody,
    locale: ctx.locale,
    newestFirst: true,
    limit: feedSize,
  });
}

/** The same thing in the languages it exists in. */
export interface PublicPage {
  kind: 'category' | 'article' | 'faq';
  translations: { locale: Locale; slug: string; updatedAt: Date | null }[];
}

/** Every page that anybody may read, for search engines. Categories come first; empty ones are left out. */
export async function publicPages(ctx: Context): Promise<PublicPage[]> {
  const cards = await listCards(ctx.db.read, { audiences: ['public'], limit: sitemapSize });
  const { article = [], faq = [] } = Object.groupBy(cards, (card) => card.kind);
  const categories = await filledCategories(ctx, cards);
  return [...pagesOf('category', categories), ...pagesOf('article', article), ...pagesOf('faq', faq)];
}

/** Categories with one of these articles, in every language of theirs. */
async function filledCategories(ctx: Context, cards: ArticleCard[]) {
  const all = await listCategories(ctx.db.read);
  const filled = new Set(cards.map((card) => card.categoryId));
  const keys = new Set(all.filter(({ id }) => filled.has(id)).map(({ key }) => key));
  return all.filter(({ key }) => keys.has(key)).map((category) => ({ ...category, updatedAt: null }));
}

function pagesOf(
  kind: PublicPage['kind'],
  rows: { key: string; locale: string; slug: string; updatedAt: Date | null }[],
): PublicPage[] {
  const spoken = rows.filter(({ locale }) => locales.includes(locale as Locale));
  return [...Map.groupBy(spoken, (row) => row.key).values()].map((translations) => ({
    kind,
    translations: translations.map(({ locale, slug, updatedAt }) => ({
      locale: locale as Locale,
      slug,
      updatedAt,
    })),
  }));
}
