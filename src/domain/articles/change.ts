import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import {
  articleFields,
  type Article,
  type ArticleFields,
  type ArticleInput,
  type ArticleState,
  type PersonalDataGate,
  type RevisionReason,
} from './article.ts';
import { findArticle, lockArticle, updateArticle } from './article.store.ts';
import { noteAssets } from './asset.store.ts';
import { requireAuthor } from './author.ts';
import { refusePersonalData } from './personalData/gate.ts';
import { requireCategory } from './placing.ts';
import { pushLater } from './pushLater.ts';
import { tellLater } from './tellLater.ts';
import { renderArticle, type RenderedColumns } from './rendered.ts';
import { insertRevision } from './revision.store.ts';
import { checkSlug, moveSlug } from './slugs.ts';

export interface Change {
  /** The revision the author started from; left out, the last one wins. */
  baseRevision?: number | undefined;
  fields?: ArticleInput | undefined;
  state?: ArticleState | undefined;
  reason: RevisionReason;
  /** Findings of the personal-data gate that the author lets stand, beside those before. */
  keep?: string[] | undefined;
  /** Whose data it must not show from now on; left out, as before. */
  gate?: PersonalDataGate | null | undefined;
  /** The file this change came in with: it is not written back. */
  file?:
    Partial<Pick<Article, 'filePath' | 'fileHash' | 'fileRevision' | 'fileConflict' | 'extra'>> | undefined;
  /** Made before, by whoever writes many at once; left out, it is rendered here. */
  rendered?: RenderedColumns | undefined;
}

/**
 * The one way an article changes: text, place and state in one write, with its revision, its old address, the site's
 * version and the file's way back. Nothing different is no change.
 * @throws DomainError `conflict` (with the `revision` there is now) when someone saved meanwhile; `personal_data` when it would
 * be public with undecided findings; `not_found`, `invalid`.
 */
export async function changeArticle(ctx: Context, id: number, change: Change): Promise<Article> {
  const authorId = requireAuthor(ctx);
  const fields = change.fields && checkInput(articleFields, change.fields);
  const seen = await findArticle(ctx.db.read, id);
  if (!seen) throw domainError('not_found', { article: id });
  const made = fields && (await renderIfNew(ctx, seen, fields, change));
  return ctx.db.write(async (tx) => {
    const before = await lockArticle(tx, id);
    if (!before) throw domainError('not_found', { article: id });
    refuseStale(before, change.baseRevision);
    const values = {
      ...(await valuesOf(tx, before, fields)),
      ...made,
      ...change.file,
      ...gateOf(before, change),
    };
    if (change.state) values.state = change.state;
    if (isSame(before, values)) return before;
    const after = { ...before, ...values };
    if (after.state === 'published') refusePersonalData(after, after.personalData);
    return write(ctx, tx, { before, values, change, authorId });
  });
}

async function write(
  ctx: Context,
  tx: Query,
  {
    before,
    values,
    change,
    authorId,
  }: { before: Article; values: Partial<Article>; change: Change; authorId: number | null },
): Promise<Article> {
  const after = await updateArticle(tx, before.id, {
    ...values,
    revision: before.revision + 1,
    updatedAt: ctx.now,
    publishedAt: before.publishedAt ?? (values.state === 'published' ? ctx.now : null),
  });
  await moveSlug(tx, before, after);
  if (values.html !== undefined) await noteAssets(tx, after);
  await keepRevision(tx, after, { reason: change.reason, authorId, at: ctx.now });
  if (before.state === 'published' || after.state === 'published') await bumpCounter(tx, 'content');
  if (!change.file) await pushLater(ctx, tx, before, after);
  if (before.state !== 'published' && after.state === 'published') await tellLater(ctx, tx, after);
  return after;
}

/** The text as it stands now, kept for good. */
export async function keepRevision(
  tx: Query,
  article: Article,
  { reason, authorId, at }: { reason: RevisionReason; authorId: number | null; at: Date },
): Promise<void> {
  const { id, revision, title, summary, source } = article;
  await insertRevision(tx, {
    articleId: id,
    number: revision,
    title,
    summary,
    source,
    reason,
    authorId,
    createdAt: at,
  });
}

function refuseStale(article: Article, baseRevision: number | undefined): void {
  if (baseRevision === undefined || article.revision === baseRevision) return;
  throw domainError('conflict', { article: article.id, revision: article.revision });
}

/** Before the lock: rendering takes milliseconds that nobody else should wait for. */
async function renderIfNew(ctx: Context, seen: Article, fields: ArticleFields, change: Change) {
  if (change.rendered) return change.rendered;
  const filePath = change.file?.filePath ?? seen.filePath;
  const isNew = fields.source !== seen.source || fields.title !== seen.title || filePath !== seen.filePath;
  if (!isNew && change.reason !== 'content') return undefined;
  const { title, source } = fields;
  const { html, headings, sections, renderVersion } = await renderArticle(ctx, {
    title,
    source,
    locale: seen.locale,
    filePath,
  });
  return { html, headings, sections, renderVersion };
}

async function valuesOf(
  tx: Query,
  before: Article,
  fields: ArticleFields | undefined,
): Promise<Partial<Article>> {
  if (!fields) return {};
  await requireCategory(tx, fields.categoryId, before.locale);
  const { slug, ownerId, ...rest } = fields;
  return {
    ...rest,
    slug: slug ? await checkSlug(tx, before, slug) : before.slug,
    ownerId: ownerId === undefined ? before.ownerId : ownerId,
  };
}

function gateOf(before: Article, { keep = [], gate = before.personalData }: Change) {
  if (!gate || (keep.length === 0 && gate === before.personalData)) return {};
  return { personalData: { ...gate, kept: [...new Set([...gate.kept, ...keep])] } };
}

function isSame(before: Article, values: Partial<Article>): boolean {
  return Object.entries(values).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(before[name as keyof Article]),
  );
}
