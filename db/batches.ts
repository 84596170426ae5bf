/** Values that one statement may bind, on either engine, with room for its others. */
const batchSize = 5_000;

/** A long list in parts that fit into one statement each, for `IN (…)`. */
export function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += batchSize) yield items.slice(at, at + batchSize);
}

/** What `load` finds for all of these ids, asked in such parts. */
export async function inBatches<I, R>(
  ids: readonly I[],
  load: (batch: I[]) => PromiseLike<R[]>,
): Promise<R[]> {
  const rows: R[] = [];
  for (const batch of batches(ids)) rows.push(...(await load(batch)));
  return rows;
}
