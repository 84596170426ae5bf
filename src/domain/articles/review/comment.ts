import type { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { getHead } from '../head.ts';
import { tellStaffLater } from '../tellLater.ts';
import { insertComment, settleCommentRow } from './comment.store.ts';
import { commentFields } from './review.ts';

/** Say something about the newest text of an article, or a line of it; readers never see it. @throws sign_in_required, not_found, invalid */
export async function addComment(ctx: Context, input: z.input<typeof commentFields>): Promise<void> {
  const { id: authorId } = requireAgent(ctx);
  const { articleId, body, line } = checkInput(commentFields, input);
  const { head } = await getHead(ctx, articleId);
  if (line !== null && line > head.source.split('\n').length)
    throw domainError('invalid', { fields: { line: 'bad_number' } });
  const { revision } = head;
  await ctx.db.write(async (tx) => {
    const id = await insertComment(tx, { articleId, revision, line, body, authorId, createdAt: ctx.now });
    await tellStaffLater(ctx, tx, { about: 'comment', id });
  });
}

/** It was taken up. Doing it again changes nothing. @returns the article. @throws sign_in_required, not_found */
export async function settleComment(ctx: Context, id: number): Promise<number> {
  const { id: doneById } = requireAgent(ctx);
  const articleId = await ctx.db.write((tx) => settleCommentRow(tx, id, { doneAt: ctx.now, doneById }));
  if (articleId === null) throw domainError('not_found', { comment: id });
  return articleId;
}
