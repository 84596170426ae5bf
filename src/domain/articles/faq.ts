import type { Context } from '#src/context.ts';
import type { Locale } from '#src/i18n/index.ts';
import { orderOf, sortCards, type Article } from './article.ts';
import { readableAudiences } from './audience.ts';
import { listCategories } from './category.store.ts';
import { listPublished } from './published.store.ts';
import { inLanguage, readableCategories } from './shelf.ts';

export interface FaqEntry {
  id: number;
  /** Also its anchor on the page. */
  slug: string;
  question: string;
  html: string;
  /** The answer without markup, for structured data. */
  text: string;
  locale: Locale;
  updatedAt: Date;
}

export interface FaqView {
  groups: { title: string; slug: string; locale: Locale; entries: FaqEntry[] }[];
}

/** Every question with its answer that this reader may read, by category, in their language or another one. */
export async function faqView(ctx: Context): Promise<FaqView> {
  const audiences = await readableAudiences(ctx);
  const all = await listPublished(ctx.db.read, { audiences, kind: 'faq' });
  const entries = [...Map.groupBy(all, (entry) => entry.key).values()].map((one) => inLanguage(ctx, one));
  const keyOf = new Map((await listCategories(ctx.db.read)).map(({ id, key }) => [id, key]));
  const groups = (await readableCategories(ctx)).map(({ key, title, slug, locale }) => ({
    title,
    slug,
    locale,
    entries: inOrder(
      ctx,
      entries.filter((entry) => keyOf.get(entry.categoryId) === key),
    ),
  }));
  return { groups: groups.filter((group) => group.entries.length > 0) };
}

function inOrder(ctx: Context, articles: Article[]): FaqEntry[] {
  const sortable = articles.map((article) => ({ ...article, order: orderOf(article.extra) }));
  return sortCards(sortable, ctx.locale).map(toEntry);
}

const toEntry = ({ id, slug, title, html, sections, locale, updatedAt }: Article): FaqEntry => ({
  id,
  slug,
  question: title,
  html,
  text: sections.flatMap(({ heading, text }) => [heading, text].filter(Boolean)).join('\n'),
  locale: locale as Locale,
  updatedAt,
});
