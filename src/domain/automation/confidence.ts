import type { Context } from '#src/context.ts';
import { keepConfidence } from '#src/domain/articles/flag.ts';
import { countReaders, countVotes, listConfirmed, listFlagged, listReuse } from './confidence.store.ts';

/** Votes and visits of so many days count. */
const recentMs = 90 * 86_400_000;
/** So few votes or readers say nothing. */
const fewest = 5;

export interface Trust {
  /** Different agents who linked it as the answer. */
  agents: number;
  isFlagged: boolean;
  yes: number;
  no: number;
  /** Settled visits that read it, and those of them that filed a ticket. */
  readers: number;
  escalated: number;
}

/**
 * Whether an article counts as confirmed: enough agents answered with it, nobody flagged it, and its readers neither voted
 * it down nor filed a ticket all the same, most of them.
 */
export function isConfirmed(
  { agents, isFlagged, yes, no, readers, escalated }: Trust,
  needed: number,
): boolean {
  const isVotedDown = yes + no >= fewest && no > yes;
  const isFailing = readers >= fewest && escalated > readers / 2;
  return agents >= needed && !isFlagged && !isVotedDown && !isFailing;
}

/** Confirm what earned it, and take it back from what lost it; for the recurring job. @returns how many changed. */
export async function reviseConfidence(ctx: Context): Promise<number> {
  const q = ctx.db.read;
  const since = new Date(ctx.now.getTime() - recentMs);
  const reuse = await listReuse(q);
  const candidates = reuse.filter(({ agents }) => agents >= ctx.config.confirmAfter);
  const ids = candidates.map(({ id }) => id);
  const flagged = new Set(await listFlagged(q));
  const votes = new Map((await countVotes(q, ids, since)).map((row) => [row.id, row]));
  const confirmed = new Set<number>();
  for (const { id, agents } of candidates) {
    const { yes = 0, no = 0 } = votes.get(id) ?? {};
    const trust = { agents, isFlagged: flagged.has(id), yes, no, ...(await countReaders(q, id, since)) };
    if (isConfirmed(trust, ctx.config.confirmAfter)) confirmed.add(id);
  }
  const before = await listConfirmed(q);
  const lost = before.filter((id) => !confirmed.has(id));
  const won = [...confirmed].filter((id) => !before.includes(id));
  if (lost.length + won.length === 0) return 0;
  await ctx.db.write(async (tx) => {
    await keepConfidence(tx, lost, 'unconfirmed');
    await keepConfidence(tx, won, 'confirmed');
  });
  return lost.length + won.length;
}
