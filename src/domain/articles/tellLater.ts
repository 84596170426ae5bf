import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { enqueue } from '#src/jobs/queue.ts';
import type { Article } from './article.ts';

/** Tell those who asked that an article answers them now (domain/mail/articlePublished.ts), once it is out. */
export const tellLater = (ctx: Context, tx: Query, { id }: Article): Promise<void> =>
  enqueue(tx, {
    kind: 'mail.articlePublished',
    payload: { article: id },
    runAt: ctx.now,
    uniqueKey: `mail.articlePublished:${id}`,
  });
