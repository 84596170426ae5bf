import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import {
  articleFields,
  asAuthored,
  type Article,
  type ArticleFields,
  type ArticleInput,
  type ArticleState,
  type PersonalDataGate,
  type RevisionReason,
} from './article.ts';
import { findArticle, getLocked, updateArticle } from './article.store.ts';
import { noteAssets } from './asset.store.ts';
import { requireAuthor } from './author.ts';
import { anybody, refusePersonalData } from './personalData/gate.ts';
import { requireCategory } from './placing.ts';
import { pushLater } from './pushLater.ts';
import { tellLater } from './tellLater.ts';
import { renderArticle, type RenderedColumns } from './rendered.ts';
import { insertRevision, lastRevision } from './revision.store.ts';
import { checkSlug, moveSlug } from './slugs.ts';
import { fieldsOf, followed, isEqual, newestOf, type WorkingCopy } from './workingCopy.ts';
import { dropCopy, findCopy, keepCopy } from './workingCopy.store.ts';

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
 * The one way an article changes as readers see it: text, place and state in one write, with its revision, its old
 * address, the site's version and the file's way back. Nothing different is no change. What waits to be published beside
 * it (workingCopy.ts) stays, and takes over what it had left alone.
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
    const before = await getLocked(tx, id);
    const copy = await findCopy(tx, id);
    refuseStale({ id, revision: newestOf(before, copy) }, change.baseRevision);
    const values: Partial<Article> = {
      ...(fields && (await fieldValues(tx, before, fields))),
      ...made,
      ...change.file,
      ...gateOf(before, change),
    };
    if (change.state) values.state = change.state;
    if (isSame(asAuthored(before), values)) return before;
    const after = { ...before, ...values };
    if (after.state === 'published') refusePersonalData(after, after.personalData ?? change.gate ?? null);
    return write(ctx, tx, { before, copy, values, change, authorId });
  });
}

async function write(
  ctx: Context,
  tx: Query,
  {
    before,
    copy,
    values,
    change,
    authorId,
  }: {
    before: Article;
    copy: WorkingCopy | null;
    values: Partial<Article>;
    change: Change;
    authorId: number | null;
  },
): Promise<Article> {
  const after = await updateArticle(tx, before.id, {
    ...values,
    revision: (await lastRevision(tx, before.id)) + 1,
    updatedAt: ctx.now,
    publishedAt: before.publishedAt ?? (values.state === 'published' ? ctx.now : null),
  });
  await moveSlug(tx, before, after);
  if (values.html !== undefined) await noteAssets(tx, after);
  await keepRevision(tx, after, { reason: change.reason, authorId, at: ctx.now });
  if (before.state === 'published' || after.state === 'published') await bumpCounter(tx, 'content');
  if (!change.file) await pushLater(ctx, tx, before, after);
  if (after.state === 'published') await tellLater(ctx, tx, after, before.state !== 'published');
  if (copy) await letFollow(tx, copy, before, after);
  return after;
}

/** The working copy takes over what it had left alone; where nothing of its own is left, it ends. */
async function letFollow(tx: Query, copy: WorkingCopy, before: Article, after: Article): Promise<void> {
  const { fields, isClash } = followed(copy.fields, fieldsOf(before), fieldsOf(after));
  if (isEqual(fields, fieldsOf(after))) return dropCopy(tx, copy.articleId);
  const isInStep = !isClash && copy.baseRevision === before.revision;
  return keepCopy(tx, { ...copy, fields, baseRevision: isInStep ? after.revision : copy.baseRevision });
}

/** The text as it stands now, kept for good. */
export async function keepRevision(
  tx: Query,
  article: Pick<Article, 'id' | 'revision' | 'title' | 'summary' | 'source'>,
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

/** @throws DomainError `conflict` with the `revision` there is now, when it isn't the one the author started from. */
export function refuseStale(
  article: Pick<Article, 'id' | 'revision'>,
  baseRevision: number | undefined,
): void {
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

/** The columns that an author's fields make; an address that is taken and a category elsewhere are refused. */
export async function fieldValues(tx: Query, before: Article, fields: ArticleFields) {
  await requireCategory(tx, fields.categoryId, before.locale);
  const { slug, ownerId, ...rest } = fields;
  return {
    ...rest,
    slug: slug ? await checkSlug(tx, before, slug) : before.slug,
    ownerId: ownerId === undefined ? before.ownerId : ownerId,
  };
}

/** The gate as a change leaves it; empty when the change says nothing of it. */
export function gateOf(
  before: Article,
  { keep = [], gate = before.personalData }: Pick<Change, 'keep' | 'gate'>,
): Partial<Pick<Article, 'personalData'>> {
  if (!gate || (keep.length === 0 && (gate === before.personalData || gate === anybody))) return {};
  return { personalData: { ...gate, kept: [...new Set([...gate.kept, ...keep])] } };
}

function isSame(before: Article, values: Partial<Article>): boolean {
  return Object.entries(values).every(([name, value]) => isEqual(value, before[name as keyof Article]));
}
