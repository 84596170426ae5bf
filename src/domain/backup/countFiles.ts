import { readRows, tableShapes } from '#db/dump.ts';
import type { Context } from '#src/context.ts';
import { fileColumns } from './manifest.ts';

/** How many files the rows name, and which of them the store does not have. */
export async function countFiles(ctx: Context): Promise<{ named: number; missing: string[] }> {
  const hashes = new Set<string>();
  for (const { name, columns } of tableShapes()) {
    const at = columns.findIndex((column) => column.name === fileColumns[name]);
    if (at < 0) continue;
    for await (const rows of readRows(ctx.db.read, name))
      for (const row of rows) if (row[at]) hashes.add(String(row[at]));
  }
  const missing: string[] = [];
  for (const hash of hashes) if (!(await ctx.files.has(hash))) missing.push(hash);
  return { named: hashes.size, missing };
}
