import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { enqueue } from '#src/jobs/queue.ts';
import type { Article } from './article.ts';

/**
 * Tell people that an article answers them now: those whose tickets it came of (domain/mail/articlePublished.ts) when it is
 * new on the site, those who wait for an answer (domain/wishes/tellWishers.ts) after every change.
 */
export async function tellLater(ctx: Context, tx: Query, { id }: Article, isNew: boolean): Promise<void> {
  for (const kind of isNew ? ['mail.articlePublished', 'wishes.tell'] : ['wishes.tell'])
    await enqueue(tx, { kind, payload: { article: id }, runAt: ctx.now, uniqueKey: `${kind}:${id}` });
}

/** What a mail to colleagues can be about; its row says the rest. */
export type StaffMatter = { about: 'review' | 'comment' | 'schedule'; id: number };

/** Tell the colleagues whom it concerns (domain/mail/tellAboutArticle.ts). */
export const tellStaffLater = (ctx: Context, tx: Query, matter: StaffMatter): Promise<void> =>
  enqueue(tx, { kind: 'mail.tellAboutArticle', payload: { ...matter }, runAt: ctx.now });
