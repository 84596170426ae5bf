import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { isReadable, type Article, type ArticleCard, type Audience, type Heading } from './article.ts';
import { findArticle, listArticlesBySlug, listTranslations, type Translation } from './article.store.ts';
import { attachmentsOf, type Attachment } from './attachments.ts';
import { readableAudiences } from './audience.ts';
import { findCategory } from './category.store.ts';
import { relatedArticles } from './related.ts';
import {
  categoryIds,
  inLanguage,
  readableCategories,
  readableShelf,
  toLink,
  type ArticleLink,
  type CategoryView,
} from './shelf.ts';
import { findArticleByOldSlug } from './slug.store.ts';

export interface ArticleView {
  id: number;
  key: string;
  slug: string;
  kind: Article['kind'];
  audience: Audience;
  confidence: Article['confidence'];
  title: string;
  summary: string;
  /** For search engines: the summary, or the article's first words. */
  description: string;
  html: string;
  headings: Heading[];
  tags: string[];
  updatedAt: Date;
  publishedAt: Date | null;
  /** The language of the text. */
  locale: Locale;
  /** The text is in another language than the page: its translation is missing. */
  isFallback: boolean;
  category: CategoryView;
  categories: CategoryView[];
  /** The article's category in reading order, or the part of it around the article when it is long. */
  shelf: ArticleLink[];
  previous: ArticleLink | null;
  next: ArticleLink | null;
  related: ArticleLink[];
  attachments: Attachment[];
  /** The same article in every language that this reader may open, this one included. */
  alternates: { locale: Locale; slug: string }[];
}

export type ArticlePage = { kind: 'redirect'; slug: string } | { kind: 'article'; article: ArticleView };

/** Longest list beside an article. */
const shelfLength = 30;

/**
 * One published article for this reader. An old slug, or one of another language, leads to the article's address in
 * this language; where the translation is missing, the text there is comes with `isFallback`.
 * @throws DomainError `not_found` for what is absent, not published or not for them.
 */
export async function articleView(ctx: Context, slug: string): Promise<ArticlePage> {
  const allowed = await readableAudiences(ctx);
  const found = await findBySlug(ctx, slug, allowed);
  if (!found) throw domainError('not_found', { article: slug });
  const translations = await readableTranslations(ctx, found.key, allowed);
  const best = inLanguage(ctx, translations);
  if (best.slug !== slug) return { kind: 'redirect', slug: best.slug };
  const article = best.id === found.id ? found : await findArticle(ctx.db.read, best.id);
  return { kind: 'article', article: await toView(ctx, article!, translations) };
}

/** By the slug of this language, an old one of this language, or one of any other. */
async function findBySlug(ctx: Context, slug: string, allowed: readonly Audience[]): Promise<Article | null> {
  const isOut = (article: Article | null) => article !== null && isReadable(article, allowed);
  const same = (await listArticlesBySlug(ctx.db.read, slug)).filter(isOut);
  const mine = same.find((article) => article.locale === ctx.locale);
  if (mine) return mine;
  const old = await findArticleByOldSlug(ctx.db.read, ctx.locale, slug);
  return isOut(old) ? old : (same[0] ?? null);
}

async function readableTranslations(
  ctx: Context,
  key: string,
  allowed: readonly Audience[],
): Promise<Translation[]> {
  const all = await listTranslations(ctx.db.read, key);
  return all.filter((translation) => isReadable(translation, allowed));
}

async function toView(ctx: Context, article: Article, translations: Translation[]): Promise<ArticleView> {
  const { key } = (await findCategory(ctx.db.read, article.categoryId))!;
  const categories = await readableCategories(ctx);
  const shelf = await readableShelf(ctx, { categoryIds: await categoryIds(ctx, key) });
  const place = shelf.findIndex((card) => card.id === article.id);
  const { id, slug, kind, audience, confidence, title, summary, html, headings, tags } = article;
  const { updatedAt, publishedAt } = article;
  return {
    ...{ id, slug, kind, audience, confidence, title, html, headings, tags, updatedAt, publishedAt },
    key: article.key,
    summary,
    description: summary || firstWords(article),
    locale: article.locale as Locale,
    isFallback: article.locale !== ctx.locale,
    category: categories.find((one) => one.key === key)!,
    categories,
    shelf: around(shelf, place).map(toLink),
    previous: shelf[place - 1] ? toLink(shelf[place - 1]!) : null,
    next: shelf[place + 1] ? toLink(shelf[place + 1]!) : null,
    related: (await relatedArticles(ctx, article, shelf)).map(toLink),
    attachments: await attachmentsOf(ctx, article),
    alternates: translations.map(({ locale, slug }) => ({ locale: locale as Locale, slug })),
  };
}

function around(shelf: ArticleCard[], place: number): ArticleCard[] {
  const start = Math.max(0, Math.min(place - shelfLength / 2, shelf.length - shelfLength));
  return shelf.slice(start, start + shelfLength);
}

/** For the description that search engines show, where the author wrote none. */
export function firstWords({ sections }: Pick<Article, 'sections'>): string {
  const text = sections.find((section) => section.text)?.text.replace(/\s+/g, ' ') ?? '';
  return text.length <= 200 ? text : `${text.slice(0, text.lastIndexOf(' ', 199))}…`;
}
