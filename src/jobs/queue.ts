import { and, asc, eq, isNotNull, isNull, like, lte, notLike, or, sql, type AnyColumn } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import type { Context } from '#src/context.ts';

/** A leased table: a job is done at least once, so every handler must be idempotent. */
export interface Job {
  id: number;
  kind: string;
  payload: Record<string, unknown>;
  attempts: number;
}

export const leaseMs = 60_000;
export const maxAttempts = 8;

/** Enqueue inside the write that causes it, so that both commit together. With `uniqueKey` one waiting job is enough. */
export async function enqueue(
  tx: Query,
  job: { kind: string; payload?: Record<string, unknown>; runAt: Date; uniqueKey?: string },
): Promise<void> {
  await tx
    .insert(tx.tables.jobs)
    .values({
      kind: job.kind,
      payload: job.payload ?? {},
      runAt: job.runAt,
      uniqueKey: job.uniqueKey ?? null,
    })
    .onConflictDoNothing();
}

/** Who works off which jobs: those that talk to other servers may take minutes, and must not hold up the rest. */
export type Lane = 'mail' | 'rest';

/**
 * Take the next due job for a minute; a process that dies meanwhile gives it back by the clock, one that works longer
 * renews it. Without a lane any job will do.
 */
export async function leaseJob(ctx: Context, lane?: Lane): Promise<Job | null> {
  return ctx.db.write(async (tx) => {
    const { jobs } = tx.tables;
    const isFree = or(isNull(jobs.leasedUntil), lte(jobs.leasedUntil, ctx.now));
    const due = tx
      .select()
      .from(jobs)
      .where(
        and(
          isNull(jobs.finishedAt),
          isNull(jobs.failedAt),
          lte(jobs.runAt, ctx.now),
          isFree,
          isOf(jobs.kind, lane),
        ),
      )
      .orderBy(asc(jobs.runAt), asc(jobs.id))
      .limit(1);
    const [job] = await forUpdate(tx, due);
    if (!job) return null;
    const leasedUntil = new Date(ctx.now.getTime() + leaseMs);
    await tx
      .update(jobs)
      .set({ leasedUntil, attempts: job.attempts + 1, uniqueKey: null })
      .where(eq(jobs.id, job.id));
    return { id: job.id, kind: job.kind, payload: job.payload, attempts: job.attempts + 1 };
  });
}

const isOf = (kind: AnyColumn, lane?: Lane) =>
  lane && (lane === 'mail' ? like(kind, 'mail.%') : notLike(kind, 'mail.%'));

/** Keep a job that is still being worked on for another minute. */
export async function renewLease(ctx: Context, id: number): Promise<void> {
  await ctx.db.write(async (tx) => {
    const { jobs } = tx.tables;
    const leasedUntil = new Date(ctx.now.getTime() + leaseMs);
    await tx
      .update(jobs)
      .set({ leasedUntil })
      .where(and(eq(jobs.id, id), isNotNull(jobs.leasedUntil)));
  });
}

export async function finishJob(ctx: Context, id: number): Promise<void> {
  await ctx.db.write(async (tx) => {
    const { jobs } = tx.tables;
    await tx.update(jobs).set({ finishedAt: ctx.now, leasedUntil: null, error: null }).where(eq(jobs.id, id));
  });
}

/** Put a failed job back with growing pauses (10 s, 20 s, 40 s … one hour), or park it in sight after eight tries. */
export async function failJob(ctx: Context, job: Job, error: unknown): Promise<void> {
  const pauseMs = Math.min(10_000 * 2 ** (job.attempts - 1), 3_600_000);
  const isParked = job.attempts >= maxAttempts;
  await ctx.db.write(async (tx) => {
    const { jobs } = tx.tables;
    await tx
      .update(jobs)
      .set({
        leasedUntil: null,
        runAt: new Date(ctx.now.getTime() + pauseMs),
        failedAt: isParked ? ctx.now : null,
        error: String(error).slice(0, 2_000),
      })
      .where(eq(jobs.id, job.id));
  });
}

/** Forget jobs that finished before a time. */
export async function dropFinishedJobs(ctx: Context, before: Date): Promise<void> {
  await ctx.db.write(async (tx) => {
    const { jobs } = tx.tables;
    await tx.delete(jobs).where(lte(jobs.finishedAt, before));
  });
}

/** Forget jobs of a kind, done or not, whose payload says what is to be forgotten. */
export async function forgetJobs(
  tx: Query,
  kind: string,
  isMeant: (payload: Record<string, unknown>) => boolean,
): Promise<void> {
  const { jobs } = tx.tables;
  const rows = await tx.select({ id: jobs.id, payload: jobs.payload }).from(jobs).where(eq(jobs.kind, kind));
  for (const { id, payload } of rows) if (isMeant(payload)) await tx.delete(jobs).where(eq(jobs.id, id));
}

const lateMs = 10 * 60_000;

/** Jobs that failed for good, and jobs that nobody took within ten minutes of their time. */
export async function countJobs(ctx: Context): Promise<{ parked: number; late: number }> {
  const { read } = ctx.db;
  const { jobs } = read.tables;
  const isLate = and(
    isNull(jobs.finishedAt),
    isNull(jobs.failedAt),
    lte(jobs.runAt, new Date(ctx.now.getTime() - lateMs)),
  );
  return { parked: await read.$count(jobs, isNotNull(jobs.failedAt)), late: await read.$count(jobs, isLate) };
}

/** Add one to a counter ('content', 'questions'); the row lock makes it safe on both engines. */
export async function bumpCounter(tx: Query, name: string): Promise<void> {
  const { counters } = tx.tables;
  await tx
    .insert(counters)
    .values({ name, value: 1 })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } });
}

/** How often a counter moved. */
export async function readCounter(q: Query, name: string): Promise<number> {
  const { counters } = q.tables;
  const [row] = await q.select({ value: counters.value }).from(counters).where(eq(counters.name, name));
  return row?.value ?? 0;
}

/** Every counter by name; one that never moved is absent, which means 0. */
export async function readCounters(ctx: Context): Promise<Record<string, number>> {
  const { read } = ctx.db;
  const rows = await read.select().from(read.tables.counters);
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}
