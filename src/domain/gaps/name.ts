import { setImmediate as breathe } from 'node:timers/promises';
import type { Context } from '#src/context.ts';
import { leastSize } from './gap.ts';
import { findGaps, listSaid, updateGap } from './gap.store.ts';
import { samplesOf } from './samples.ts';

/** Words of a gap's newest questions that are looked at for its name. */
const mostSaid = 40;
/** Gaps named in one go, the biggest first; the others when their turn comes to be checked. */
const mostNamed = 50;

/** Name gaps by the words of those who asked, free of personal data. */
export async function nameGaps(ctx: Context, ids: Iterable<number>): Promise<void> {
  const all = [...ids];
  const gaps = [];
  for (let at = 0; at < all.length; at += 500)
    gaps.push(...(await findGaps(ctx.db.read, all.slice(at, at + 500))));
  const due = gaps.filter(({ size }) => size >= leastSize).sort((a, b) => b.size - a.size);
  for (const gap of due.slice(0, mostNamed)) {
    const samples = samplesOf(await listSaid(ctx.db.read, gap.id, mostSaid));
    if (JSON.stringify(samples) !== JSON.stringify(gap.samples))
      await ctx.db.write((tx) => updateGap(tx, gap.id, { samples }));
    await breathe();
  }
}
