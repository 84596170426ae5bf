import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { listCategories, listCategoriesBySlug } from './category.store.ts';
import type { Category } from './category.ts';
import {
  categoryIds,
  inLanguage,
  readableCategories,
  readableShelf,
  toLink,
  type ArticleLink,
  type CategoryView,
} from './shelf.ts';

export type CategoryPage =
  | { kind: 'redirect'; slug: string }
  | {
      kind: 'category';
      category: CategoryView;
      articles: ArticleLink[];
      categories: CategoryView[];
      /** The same category in every language it has, this one included. */
      alternates: { locale: Locale; slug: string }[];
    };

/**
 * One category for this reader. The slug of another language leads to the translation, or shows what there is.
 * @throws DomainError `not_found`; a category with nothing for this reader is absent.
 */
export async function categoryView(ctx: Context, slug: string): Promise<CategoryPage> {
  const found = await listCategoriesBySlug(ctx.db.read, slug);
  if (found.length === 0) throw domainError('not_found', { category: slug });
  const { key } = inLanguage(ctx, found);
  const categories = await readableCategories(ctx);
  const category = categories.find((one) => one.key === key);
  if (!category) throw domainError('not_found', { category: slug });
  if (category.slug !== slug) return { kind: 'redirect', slug: category.slug };
  const articles = await readableShelf(ctx, { categoryIds: await categoryIds(ctx, key) });
  const translations = (await listCategories(ctx.db.read)).filter((one) => one.key === key);
  return {
    kind: 'category',
    category,
    articles: articles.map(toLink),
    categories,
    alternates: translations.map(toAlternate),
  };
}

const toAlternate = ({ locale, slug }: Category) => ({ locale: locale as Locale, slug });
