import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { enqueue } from '#src/jobs/queue.ts';
import type { Article } from './article.ts';

const pushJob = 'articles.push';

/** Bring the article's file into line with it, in the same commit as the change. Drafts that never were out have none. */
export async function pushLater(
  ctx: Context,
  tx: Query,
  before: Article | null,
  after: Article,
): Promise<void> {
  const wasOut = before?.state === 'published' || before?.filePath;
  if (!wasOut && after.state !== 'published') return;
  await enqueue(tx, {
    kind: pushJob,
    payload: { article: after.id },
    runAt: ctx.now,
    uniqueKey: `${pushJob}:${after.id}`,
  });
}
