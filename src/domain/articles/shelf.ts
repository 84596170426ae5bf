import type { Context } from '#src/context.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import { sortCards, type ArticleCard } from './article.ts';
import { readableAudiences } from './audience.ts';
import { countReadableByKey, listCategories } from './category.store.ts';
import type { Category } from './category.ts';
import { listCards, type CardFilter } from './published.store.ts';
import { whileUnchanged } from './unchanged.ts';

/** A category as readers of one language see it. */
export interface CategoryView {
  key: string;
  slug: string;
  title: string;
  summary: string;
  /** The language of the words: another one where the translation is missing. */
  locale: Locale;
  /** Articles in it that the reader may open, each counted once whatever its languages. */
  count: number;
}

/** What pages show of an article in a list. */
export interface ArticleLink {
  id: number;
  slug: string;
  title: string;
  summary: string;
  kind: ArticleCard['kind'];
  locale: Locale;
  updatedAt: Date;
}

/** Categories that hold something for this reader, in the portal's order, each in their language or another one. */
export async function readableCategories(ctx: Context): Promise<CategoryView[]> {
  const audiences = await readableAudiences(ctx);
  const q = ctx.db.read;
  return whileUnchanged(q, `categories ${ctx.locale} ${audiences.join()}`, async () => {
    const counts = await countReadableByKey(q, audiences);
    const all = await listCategories(q);
    const views = byKey(all).map((translations) => toCategoryView(ctx, translations, counts));
    return views.filter((view) => view.count > 0);
  });
}

/** Cards for this reader, one of each article: in their language where there is one, else in another. */
export async function readableCards(
  ctx: Context,
  filter: Omit<CardFilter, 'audiences'>,
): Promise<ArticleCard[]> {
  const cards = await listCards(ctx.db.read, { ...filter, audiences: await readableAudiences(ctx) });
  return byKey(cards).map((translations) => inLanguage(ctx, translations));
}

/** The same in reading order. */
export async function readableShelf(
  ctx: Context,
  filter: Omit<CardFilter, 'audiences'>,
): Promise<ArticleCard[]> {
  return sortCards(await readableCards(ctx, filter), ctx.locale);
}

/** Ids of a category in all its languages: a missing translation is still found in its place. */
export async function categoryIds(ctx: Context, key: string): Promise<number[]> {
  const all = await listCategories(ctx.db.read);
  return all.filter((category) => category.key === key).map((category) => category.id);
}

export const toLink = ({ id, slug, title, summary, kind, locale, updatedAt }: ArticleCard): ArticleLink => ({
  id,
  slug,
  title,
  summary,
  kind,
  locale: locale as Locale,
  updatedAt,
});

/** The reader's language first, then the portal's, then whichever there is. */
export function inLanguage<T extends { locale: string }>(ctx: Context, translations: T[]): T {
  const speaks = (locale: string) => translations.find((one) => one.locale === locale);
  return speaks(ctx.locale) ?? speaks(ctx.config.defaultLocale) ?? translations[0]!;
}

function toCategoryView(ctx: Context, translations: Category[], counts: Map<string, number>): CategoryView {
  const { key, slug, title, summary, locale } = inLanguage(ctx, translations);
  return {
    key,
    slug,
    title,
    summary,
    locale: isLocale(locale) ? locale : ctx.config.defaultLocale,
    count: counts.get(key) ?? 0,
  };
}

function byKey<T extends { key: string }>(rows: T[]): T[][] {
  return [...Map.groupBy(rows, (row) => row.key).values()];
}
