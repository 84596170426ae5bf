import type { Context } from '#src/context.ts';
import { locales, type Locale } from '#src/i18n/index.ts';
import type { ArticleCard } from './article.ts';
import { listCards } from './article.store.ts';
import { listCategories } from './category.store.ts';

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
  const filled = new Set(cards.map((card) => card.categoryId));
  const keyOf = new Map((await listCategories(ctx.db.read)).map((category) => [category.id, category.key]));
  const filledKeys = new Set([...filled].map((id) => keyOf.get(id)));
  const categories = (await listCategories(ctx.db.read)).filter(({ key }) => filledKeys.has(key));
  return [
    ...pagesOf(
      'category',
      categories.map((category) => ({ ...category, updatedAt: null })),
    ),
    ...pagesOf(
      'article',
      cards.filter((card) => card.kind === 'article'),
    ),
    ...pagesOf(
      'faq',
      cards.filter((card) => card.kind === 'faq'),
    ),
  ];
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
