import type { Context } from '#src/context.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import { isLocale, locales, type Locale } from '#src/i18n/index.ts';
import { asAuthored, type Article, type Audience } from './article.ts';
import { listKeys, listTranslations } from './article.store.ts';
import { requireAuthor } from './author.ts';
import { findCategory, findCategoryByKey, listCategories } from './category.store.ts';
import { getHead, type Head } from './head.ts';
import { getArticle } from './read.ts';
import { newSourceView, sourceView, type SourceView } from './translation/debt.ts';
import { fieldsOf } from './workingCopy.ts';

/** What the editor shows beside the text: where the article stands, and what there is to choose from. */
export interface EditorView {
  /** With what waits to be published; null for an article that is not saved yet. */
  article: Article | null;
  /** What waits to be published, if anything. */
  waiting: Waiting | null;
  /** The address that readers have, while it is published. */
  onSite: string | null;
  locale: Locale;
  fields: EditorFields;
  categories: { id: number; title: string; audience: Audience }[];
  translations: { locale: Locale; id: number | null; state: Article['state'] | null }[];
  translationOf: number | null;
  /** What it translates, if anything. */
  original: SourceView | null;
  /** Who can own it. */
  agents: { id: number; name: string }[];
  /** Keys and titles of articles, for "related". */
  known: { key: string; title: string }[];
}

export interface Waiting {
  at: Date;
  authorName: string | null;
  /** The revision readers see, and the one the changes were begun from. */
  published: number;
  base: number;
  /** The published words changed since: they must be looked at before these go out. */
  isBehind: boolean;
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
  ownerId: number | null;
}

/** The editor of an article. @throws DomainError `sign_in_required`, `not_found`. */
export async function editorView(ctx: Context, id: number): Promise<EditorView> {
  const { head: article, ...around } = await getHead(ctx, id);
  const fields: EditorFields = fieldsOf(article);
  return {
    article,
    waiting: await waitingOf(ctx, around),
    onSite: article.state === 'published' ? around.published.slug : null,
    fields,
    translationOf: null,
    original: await sourceView(ctx, article),
    ...(await choices(ctx, article.locale, article)),
  };
}

async function waitingOf(
  ctx: Context,
  { copy, published, isBehind }: Omit<Head, 'head'>,
): Promise<Waiting | null> {
  if (!copy) return null;
  const author = (await listAgents(ctx)).find(({ id }) => id === copy.authorId);
  return {
    at: copy.updatedAt,
    authorName: author?.name ?? null,
    published: published.revision,
    base: copy.baseRevision,
    isBehind,
  };
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
  const ownerId = requireAuthor(ctx);
  const blank = {
    title,
    summary: '',
    slug: '',
    source: '',
    categoryId: null,
    tags: [],
    related: [],
    reviewBy: null,
    ownerId,
  };
  const fields: EditorFields = { ...blank, kind: 'article', audience: 'public' };
  const around = await choices(ctx, locale, null);
  if (!translationOf)
    return {
      article: null,
      waiting: null,
      onSite: null,
      original: null,
      fields,
      translationOf: null,
      ...around,
    };
  const original = await getArticle(ctx, translationOf);
  const { summary, source, kind, audience, tags, related } = asAuthored(original);
  const category = (await findCategory(ctx.db.read, original.categoryId))!;
  const same = await findCategoryByKey(ctx.db.read, locale, category.key);
  const copied = { title: original.title, summary, source, kind, audience, tags, related };
  return {
    article: null,
    waiting: null,
    onSite: null,
    original: await newSourceView(ctx, translationOf),
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
    categories: categories.map(({ id, title, audience }) => ({ id, title, audience })),
    translations: locales
      .filter((one) => one !== spoken)
      .map((one) => {
        const found = others.find((other) => other.locale === one);
        return { locale: one, id: found?.id ?? null, state: found?.state ?? null };
      }),
    agents: await listAgents(ctx),
    known: await listKeys(ctx.db.read, spoken, 1_000),
  };
}
