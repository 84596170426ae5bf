import type { Context } from '#src/context.ts';
import { outcomeOf } from './outcome.ts';
import type { Outcome } from './visit.ts';
import { listSignals, listUnsettled, settle } from './visit.store.ts';

const batch = 500;

/**
 * Give every visit its outcome whose last sign of life is older than `config.visitWindowMs`; for the recurring job. A
 * settled visit that goes on after all (a window shorter than the pause) is opened again by its next event.
 * @returns how many visits were settled.
 */
export async function settleVisits(ctx: Context): Promise<number> {
  let settled = 0;
  for (;;) {
    const size = await settleBatch(ctx);
    settled += size;
    if (size < batch) return settled;
  }
}

async function settleBatch(ctx: Context): Promise<number> {
  const before = new Date(ctx.now.getTime() - ctx.config.visitWindowMs);
  return ctx.db.write(async (tx) => {
    const visits = await listUnsettled(tx, before, batch);
    if (visits.length === 0) return 0;
    const seeking = visits.filter((visit) => visit.isHelpSeeking).map((visit) => visit.id);
    const outcomes = outcomesOf(seeking, seeking.length > 0 ? await listSignals(tx, seeking) : []);
    for (const visit of visits) if (!visit.isHelpSeeking) group(outcomes, null, visit.id);
    for (const [outcome, ids] of outcomes) await settle(tx, ids, { outcome, at: ctx.now, before });
    return visits.length;
  });
}

type Signals = Awaited<ReturnType<typeof listSignals>>;

function outcomesOf(visitIds: string[], signals: Signals): Map<Outcome | null, string[]> {
  const byVisit = Map.groupBy(signals, (signal) => signal.visitId);
  const outcomes = new Map<Outcome | null, string[]>();
  for (const id of visitIds) group(outcomes, outcomeOf(byVisit.get(id) ?? []), id);
  return outcomes;
}

function group(outcomes: Map<Outcome | null, string[]>, outcome: Outcome | null, id: string): void {
  const ids = outcomes.get(outcome);
  if (ids) ids.push(id);
  else outcomes.set(outcome, [id]);
}
