import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { enqueue } from '#src/jobs/queue.ts';

/** After an erasing, when its write is safe: the files nobody names any more go, and what the database's own files still hold. */
export async function dropTraces(tx: Query, { now }: Context, hashes: string[]): Promise<void> {
  if (hashes.length > 0) await enqueue(tx, { kind: 'files.dropUnused', payload: { hashes }, runAt: now });
  await enqueue(tx, { kind: 'db.scrub', payload: {}, uniqueKey: 'db.scrub', runAt: now });
}
