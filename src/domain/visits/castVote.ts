import type { Context } from '#src/context.ts';
import { getReadableArticle } from '#src/domain/articles/read.ts';
import { vote, type Vote } from '#src/domain/articles/vote.ts';
import { addressBlock, takeToken } from '#src/domain/limits/limits.ts';
import { recordEvent } from './recordEvent.ts';

/**
 * Whether an article helped, in the visit it happened in: a changed mind is one vote. Who is not counted (Sec-GPC,
 * DNT, agents) votes all the same. At most 60 an hour from one network.
 * @returns the article, and the visit to keep when there is one.
 * @throws DomainError `not_found`, `invalid`, `rate_limited`.
 */
export async function castVote(
  ctx: Context,
  { address, ...given }: Omit<Vote, 'comment'> & { comment?: string | undefined; address: string },
): Promise<{ slug: string; visitId: string | null }> {
  await takeToken(ctx, { key: `vote:${addressBlock(address)}`, limit: 60, windowMs: 3_600_000 });
  const { articleId, helpful } = given;
  return ctx.db.write(async () => {
    const { slug } = await getReadableArticle(ctx, articleId);
    const recorded = await recordEvent(ctx, { kind: 'vote', articleId, helpful });
    const visitId = recorded?.visitId ?? null;
    await vote(ctx, given, visitId);
    return { slug, visitId };
  });
}
