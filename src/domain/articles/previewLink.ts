import { z } from 'zod';
import { systemActor, type Context } from '#src/context.ts';
import { hashToken, newToken } from '#src/domain/accounts/token.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { lineInput } from '#src/domain/text.ts';
import { domainError, isDomainError } from '#src/errors.ts';
import type { Asset } from './asset.ts';
import type { Article } from './article.ts';
import { findAsset } from './asset.store.ts';
import { requireAuthor } from './author.ts';
import { getHead } from './head.ts';
import { anybody, refusePersonalData } from './personalData/gate.ts';
import { findLinked, insertLink, listLinks, revokeLink } from './previewLink.store.ts';
import { renderArticle } from './rendered.ts';

/** A link that shows an article as it is being written to somebody without an account. */
export interface PreviewLink {
  id: number;
  /** Whom it is for, in the author's words. */
  note: string;
  createdAt: Date;
  expiresAt: Date;
  createdBy: string | null;
}

const linkFields = z.object({
  note: lineInput({ max: 200 }).default(''),
  days: z.coerce.number().int().min(1, { error: 'bad_number' }).max(90, { error: 'bad_number' }),
});

/**
 * Make a link; its token is told once and kept only as a hash.
 * @throws DomainError `not_found`; `personal_data` while findings in the text wait for a decision; `invalid`.
 */
export async function createPreviewLink(
  ctx: Context,
  { id, ...input }: { id: number; note?: string; days: number },
): Promise<string> {
  const createdById = requireAuthor(ctx);
  const { note, days } = checkInput(linkFields, input);
  const { head } = await getHead(ctx, id);
  refusePersonalData(head, head.personalData ?? anybody);
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + days * 24 * 60 * 60 * 1000);
  const row = {
    articleId: id,
    tokenHash: hashToken(token),
    note,
    createdById,
    createdAt: ctx.now,
    expiresAt,
  };
  await ctx.db.write((tx) => insertLink(tx, row));
  return token;
}

/** Those of an article that still open. @throws DomainError `not_found`, `sign_in_required`. */
export async function previewLinks(
  ctx: Context,
  id: number,
): Promise<{ article: Article; links: PreviewLink[] }> {
  const { head } = await getHead(ctx, id);
  return { article: head, links: await listLinks(ctx.db.read, id, ctx.now) };
}

/** From now on the link opens nothing. @throws DomainError `not_found`, `sign_in_required`. */
export async function revokePreviewLink(
  ctx: Context,
  { id, articleId }: { id: number; articleId: number },
): Promise<void> {
  requireAuthor(ctx);
  const isDone = await ctx.db.write((tx) => revokeLink(tx, { id, articleId, at: ctx.now }));
  if (!isDone) throw domainError('not_found', { preview: id });
}

export interface OpenPreview {
  article: Pick<Article, 'title' | 'summary' | 'locale'>;
  html: string;
  expiresAt: Date;
}

/**
 * What a link shows: the newest text, as it would be published. Unknown, revoked and expired links are the same nothing, and
 * so is a text in which data of persons waits for a decision.
 * @throws DomainError `not_found`.
 */
export async function openPreview(ctx: Context, token: string): Promise<OpenPreview> {
  const linked = await findLinked(ctx.db.read, hashToken(token), ctx.now);
  if (!linked) throw domainError('not_found');
  const { head } = await getHead({ ...ctx, actor: systemActor }, linked.articleId);
  try {
    refusePersonalData(head, head.personalData ?? anybody);
  } catch (error) {
    throw isDomainError(error) ? domainError('not_found') : error;
  }
  const { html } = await renderArticle(ctx, head);
  const { title, summary, locale } = head;
  return { article: { title, summary, locale }, html, expiresAt: linked.expiresAt };
}

/** A file that the text behind a link shows or links to. @throws DomainError `not_found`. */
export async function openPreviewAsset(
  ctx: Context,
  token: string,
  { hash, name }: { hash: string; name: string },
): Promise<Asset> {
  const { html } = await openPreview(ctx, token);
  const asset = html.includes(`/assets/${hash}/`) ? await findAsset(ctx.db.read, hash, name) : null;
  if (!asset || !(await ctx.files.has(hash))) throw domainError('not_found', { asset: hash });
  return asset;
}
