const batchSize = 5_000;

/** What `load` finds for all of these ids, asked in parts: both engines bound the values of one statement. */
export async function inBatches<I, R>(ids: I[], load: (batch: I[]) => PromiseLike<R[]>): Promise<R[]> {
  const rows: R[] = [];
  for (let at = 0; at < ids.length; at += batchSize)
    rows.push(...(await load(ids.slice(at, at + batchSize))));
  return rows;
}
