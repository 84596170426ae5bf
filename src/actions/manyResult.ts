import type { AstroCookies } from 'astro';
import { z } from 'zod';
import type { Config } from '#src/config.ts';
import { manyReasons, type ManyResult } from '#src/domain/articles/changeMany.ts';
import { keepOnce, takeOnce } from './once.ts';

/** Ids by reason: a hundred of them fit into a cookie like this. */
const kept = z.object({
  changed: z.number(),
  unchanged: z.number(),
  failed: z.partialRecord(z.enum(manyReasons), z.array(z.number()).max(100)),
});

/** What became of a change to many articles, to be told once on the page after it. */
export function keepManyResult(
  cookies: AstroCookies,
  config: Config,
  { failed, ...counts }: ManyResult,
): void {
  const byReason = Map.groupBy(failed, ({ reason }) => reason);
  const ids = [...byReason].map(([reason, ones]) => [reason, ones.map(({ id }) => id)]);
  keepOnce(cookies, config, 'many', JSON.stringify({ ...counts, failed: Object.fromEntries(ids) }));
}

/** What was kept, which is thereby used up; null when nothing was, or it can't be read. */
export function takeManyResult(cookies: AstroCookies, config: Config): ManyResult | null {
  try {
    const { failed, ...counts } = kept.parse(JSON.parse(takeOnce(cookies, config, 'many') ?? 'null'));
    const each = manyReasons.flatMap((reason) => (failed[reason] ?? []).map((id) => ({ id, reason })));
    return { ...counts, failed: each };
  } catch {
    return null;
  }
}
