import { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { idInput, textInput } from '#src/domain/text.ts';
import { domainError } from '#src/errors.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { requireAuthor } from './author.ts';
import {
  hasOpenFlag,
  insertFlag,
  listOpenFlags,
  settleFlagRow,
  setConfidenceRow,
  type OpenFlag,
} from './flag.store.ts';
import { getArticle } from './read.ts';
import type { Confidence } from './article.ts';

export const flagKinds = ['outdated', 'unclear', 'wrong', 'missing_step'] as const;
export type FlagKind = (typeof flagKinds)[number];
export type { OpenFlag };

export const flagFields = z.object({
  articleId: idInput,
  kind: z.enum(flagKinds, { error: 'bad_choice' }),
  comment: textInput({ max: 2_000 }).default(''),
  ticketId: idInput.nullable().default(null),
});

const mostShown = 50;

/**
 * Say what is wrong with an article: a task for its owner, and until it is done the article is unconfirmed.
 * @throws sign_in_required, not_found, invalid
 */
export async function flagArticle(ctx: Context, input: z.input<typeof flagFields>): Promise<void> {
  const byId = requireAuthor(ctx);
  const fields = checkInput(flagFields, input);
  await getArticle(ctx, fields.articleId);
  await ctx.db.write(async (tx) => {
    await insertFlag(tx, { ...fields, byId, createdAt: ctx.now });
    await keepConfidence(tx, [fields.articleId], 'unconfirmed');
  });
}

/**
 * Somebody was erased from whose ticket these articles were written: let the owners check that nothing in them names
 * that person. Once is enough. In the write that erases.
 */
export async function flagErased(
  tx: Query,
  now: Date,
  written: readonly { articleId: number; ticketId: number }[],
): Promise<void> {
  for (const { articleId, ticketId } of written)
    if (!(await hasOpenFlag(tx, articleId, 'erased')))
      await insertFlag(tx, { articleId, ticketId, kind: 'erased', comment: '', byId: null, createdAt: now });
}

/** The task is done. Doing it again changes nothing. @throws sign_in_required, not_found */
export async function settleFlag(ctx: Context, id: number): Promise<number> {
  const doneById = requireAuthor(ctx);
  const articleId = await ctx.db.write((tx) => settleFlagRow(tx, id, { doneAt: ctx.now, doneById }));
  if (articleId === null) throw domainError('not_found', { flag: id });
  return articleId;
}

/** What waits to be mended: of one article, or of all, the actor's own articles first. @throws sign_in_required */
export async function openFlags(ctx: Context, articleId?: number): Promise<OpenFlag[]> {
  const me = requireAuthor(ctx);
  const flags = await listOpenFlags(ctx.db.read, { articleId, limit: mostShown });
  const isMine = (flag: OpenFlag) => (flag.ownerId === me ? 0 : 1);
  return flags.toSorted((a, b) => isMine(a) - isMine(b));
}

/** Confirm articles, or take it back; readers see it. */
export async function keepConfidence(tx: Query, ids: number[], confidence: Confidence): Promise<void> {
  if ((await setConfidenceRow(tx, ids, confidence)) > 0) await bumpCounter(tx, 'content');
}
