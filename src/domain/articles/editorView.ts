import type { Context } from '#src/context.ts';
import { isLocale, locales, type Locale } from '#src/i18n/index.ts';
import type { Article } from './article.ts';
import { listKeys, listTranslations } from './article.store.ts';
import { requireAuthor } from './author.ts';
import { findCategory, findCategoryByKey, listCategories } from './category.store.ts';
import { getArticle } from './read.ts';

/** What the editor shows beside the text: where the article stands, and what there is to choose from. */
export interface EditorView {
  /** Null for an article that is not saved yet. */
  article: Article | null;
  locale: Locale;
  fields: EditorFields;
  categories: { id: number; title: string }[];
  translations: { locale: Locale; id: number | null; state: Article['state'] | null }[];
  translationOf: number | null;
  /** Keys and titles of articles, for "related". */
  known: { key: string; title: string }[];
}

export interface EditorFields {
  title: string;
  summary: string;
  slug: string;
  source: string;
  categoryId: number | null;
  kind: Article['kind'];
  audience: Article['audience'];
  tags: string[];
  related: string[];
  reviewBy: Date | null;
}

/** The editor of an article. @throws DomainError `sign_in_required`, `not_found`. */
export async function editorView(ctx: Context, id: number): Promise<EditorView> {
  const article = await getArticle(ctx, id);
  const { title, summary, slug, source, categoryId, kind, audience, tags, related, reviewBy } = article;
  const fields = { title, summary, slug, source, categoryId, kind, audience, tags, related, reviewBy };
  return { article, fields, translationOf: null, ...(await choices(ctx, article.locale, article)) };
}

/** An empty editor, or one that begins as the translation of an article. @throws like `editorView`. */
export async function newArticleView(
  ctx: Context,
  {
    locale,
    title = '',
    translationOf,
  }: { locale: Locale; title?: string; translationOf?: number | undefined },
): Promise<EditorView> {
  requireAuthor(ctx);
  const blank = {
    title,
    summary: '',
    slug: '',
    source: '',
    categoryId: null,
    tags: [],
    related: [],
    reviewBy: null,
  };
  const fields: EditorFields = { ...blank, kind: 'article', audience: 'public' };
  const around = await choices(ctx, locale, null);
  if (!translationOf) return { article: null, fields, translationOf: null, ...around };
  const original = await getArticle(ctx, translationOf);
  const { summary, source, kind, audience, tags, related } = original;
  const category = (await findCategory(ctx.db.read, original.categoryId))!;
  const same = await findCategoryByKey(ctx.db.read, locale, category.key);
  const copied = { title: original.title, summary, source, kind, audience, tags, related };
  return {
    article: null,
    fields: { ...fields, ...copied, categoryId: same?.id ?? null },
    translationOf,
    ...around,
  };
}

async function choices(ctx: Context, locale: string, article: Article | null) {
  const spoken = isLocale(locale) ? locale : ctx.config.defaultLocale;
  const categories = await listCategories(ctx.db.read, spoken);
  const others = article ? await listTranslations(ctx.db.read, article.key) : [];
  return {
    locale: spoken,
    categories: categories.map(({ id, title }) => ({ id, title })),
    translations: locales
      .filter((one) => one !== spoken)
      .map((one) => {
        const found = others.find((other) => other.locale === one);
        return { locale: one, id: found?.id ?? null, state: found?.state ?? null };
      }),
    known: await listKeys(ctx.db.read, spoken, 1_000),
  };
}
