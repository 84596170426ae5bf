import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import type { Article } from '../article.ts';
import { findArticle, findArticleByKey } from '../article.store.ts';
import { requireAuthor } from '../author.ts';
import { withoutIds } from '../section.ts';
import { findRevision } from '../revision.store.ts';
import { diffRows, type DiffRow } from '../textDiff.ts';
import { findTranslation, listPairs, revisionAt } from './translation.store.ts';

/** What an article translates, with what changed there since. */
export interface SourceView {
  id: number;
  title: string;
  summary: string;
  source: string;
  /** Safe HTML of it, as readers see it. */
  html: string;
  locale: Locale;
  /** The revision that is shown, and the one the translation says; null where nobody knows. */
  revision: number;
  said: number | null;
  isBehind: boolean;
  /** The whole text, with what changed since marked. */
  rows: DiffRow[];
}

const words = ['title', 'summary', 'source'] as const;

/**
 * The text an article translates: the one it was made of, else its article in the portal's language. Null for an article
 * that is no translation. @throws sign_in_required
 */
export async function sourceView(ctx: Context, article: Article): Promise<SourceView | null> {
  requireAuthor(ctx);
  const q = ctx.db.read;
  const note = await findTranslation(q, article.id);
  const { defaultLocale } = ctx.config;
  const source = note
    ? await findArticle(q, note.sourceId)
    : await findArticleByKey(q, defaultLocale, article.key);
  // What is a translation itself is nobody's original, unless somebody said so.
  if (!source || source.id === article.id || (!note && (await findTranslation(q, source.id)))) return null;
  const said = note?.revision ?? (await revisionAt(q, source.id, article.updatedAt));
  return viewOf(q, source, said);
}

/** A text as it is begun to be translated: all of it is new. @throws sign_in_required */
export async function newSourceView(ctx: Context, id: number): Promise<SourceView | null> {
  requireAuthor(ctx);
  const source = await findArticle(ctx.db.read, id);
  return source && viewOf(ctx.db.read, source, source.revision);
}

/** Ids of published translations whose source changed its words since. */
export async function translationsBehind(ctx: Context): Promise<number[]> {
  requireAuthor(ctx);
  const q = ctx.db.read;
  const behind: number[] = [];
  for (const { articleId, sourceId, said, current, then } of await listPairs(q, ctx.config.defaultLocale)) {
    const known = said ?? then;
    if (known !== null && known < current && (await isChanged(q, sourceId, known))) behind.push(articleId);
  }
  return behind;
}

async function isChanged(q: Query, sourceId: number, since: number): Promise<boolean> {
  const source = (await findArticle(q, sourceId))!;
  const then = await findRevision(q, sourceId, since);
  return words.some((name) => then?.[name] !== source[name]);
}

async function viewOf(q: Query, source: Article, said: number | null): Promise<SourceView> {
  const { id, title, summary, source: text, html, locale, revision } = source;
  const then = said === null ? null : await findRevision(q, id, said);
  const isBehind = then !== null && words.some((name) => then[name] !== source[name]);
  return {
    ...{ id, title, summary, source: text, html: withoutIds(html), revision, said, isBehind },
    locale: isLocale(locale) ? locale : 'en',
    rows: diffRows(then?.source ?? text, text, { whole: true }),
  };
}
