import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, forUpdate } from '#db/sql.ts';
import type { Progress } from './collect.ts';
import { dayOf, leastSize, type Gap, type Question } from './gap.ts';

const progressKey = 'gaps.progress';
/** Gaps that new questions are compared with: the latest ones. */
export const mostCompared = 5_000;

/** How far the rows were read; inside a write, locked until it ends. */
export async function findProgress(q: Query, { lock = false } = {}): Promise<Progress | null> {
  const { settings } = q.tables;
  const select = q.select().from(settings).where(eq(settings.key, progressKey));
  const [row] = await (lock ? forUpdate(q, select) : select);
  return (row?.value as Progress | undefined) ?? null;
}

export async function keepProgress(tx: Query, value: Progress): Promise<void> {
  const { settings } = tx.tables;
  await tx
    .insert(settings)
    .values({ key: progressKey, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

/** Directions of the newest gaps, or of those before one, newest first. */
export async function listDirections(
  q: Query,
  { before, limit }: { before: number | null; limit: number },
): Promise<Pick<Gap, 'id' | 'direction'>[]> {
  const { gaps } = q.tables;
  return q
    .select({ id: gaps.id, direction: gaps.direction })
    .from(gaps)
    .where(before === null ? undefined : lt(gaps.id, before))
    .orderBy(desc(gaps.id))
    .limit(limit);
}

export async function insertGap(tx: Query, row: Omit<Gap, 'id' | 'reopenings'>): Promise<number> {
  const { gaps } = tx.tables;
  const [made] = await tx.insert(gaps).values(row).returning({ id: gaps.id });
  return made!.id;
}

export async function updateGap(tx: Query, id: number, values: Partial<Gap>): Promise<void> {
  await tx.update(tx.tables.gaps).set(values).where(eq(tx.tables.gaps.id, id));
}

export async function findGaps(q: Query, ids: number[]): Promise<Gap[]> {
  return ids.length === 0 ? [] : q.select().from(q.tables.gaps).where(inArray(q.tables.gaps.id, ids));
}

/** Which of these questions are in a gap already. */
export async function knownOf(q: Query, questions: Pick<Question, 'kind' | 'sourceId'>[]) {
  const { gapQuestions: g } = q.tables;
  const known: { kind: Question['kind']; sourceId: number; gapId: number; at: Date }[] = [];
  for (const kind of ['search', 'ask', 'ticket'] as const) {
    const ids = questions.filter((one) => one.kind === kind).map(({ sourceId }) => sourceId);
    if (ids.length > 0)
      known.push(
        ...(await q
          .select()
          .from(g)
          .where(and(eq(g.kind, kind), inArray(g.sourceId, ids)))),
      );
  }
  return known;
}

export async function addQuestions(
  tx: Query,
  rows: (Omit<Question, 'text'> & { gapId: number })[],
): Promise<void> {
  const { gapQuestions } = tx.tables;
  if (rows.length === 0) return;
  await tx.insert(gapQuestions).values(rows).onConflictDoNothing();
  await addDays(tx, countsOf(rows));
}

async function addDays(tx: Query, rows: ReturnType<typeof countsOf>): Promise<void> {
  const { gapDays } = tx.tables;
  for (const { gapId, day, ...counts } of rows)
    await tx
      .insert(gapDays)
      .values({ gapId, day, ...counts })
      .onConflictDoUpdate({
        target: [gapDays.gapId, gapDays.day],
        set: {
          searches: sql`${gapDays.searches} + ${counts.searches}`,
          asks: sql`${gapDays.asks} + ${counts.asks}`,
          tickets: sql`${gapDays.tickets} + ${counts.tickets}`,
        },
      });
}

/** Give all questions of a gap to another, and forget it. */
export async function foldGap(tx: Query, from: number, into: number): Promise<void> {
  const { gaps, gapQuestions: g, gapDays: d } = tx.tables;
  const days = await tx.select().from(d).where(eq(d.gapId, from));
  await addDays(
    tx,
    days.map((day) => ({ ...day, gapId: into })),
  );
  await tx.update(g).set({ gapId: into }).where(eq(g.gapId, from));
  await tx.delete(d).where(eq(d.gapId, from));
  await tx.delete(gaps).where(eq(gaps.id, from));
}

function countsOf(rows: (Pick<Question, 'kind' | 'at'> & { gapId: number })[]) {
  const days = new Map<
    string,
    { gapId: number; day: number; searches: number; asks: number; tickets: number }
  >();
  for (const { kind, at, gapId } of rows) {
    const day = dayOf(at);
    const own = days.get(`${gapId} ${day}`) ?? { gapId, day, searches: 0, asks: 0, tickets: 0 };
    own[kind === 'search' ? 'searches' : kind === 'ask' ? 'asks' : 'tickets'] += 1;
    days.set(`${gapId} ${day}`, own);
  }
  return [...days.values()];
}

export async function dropQuestions(
  tx: Query,
  rows: { kind: Question['kind']; sourceId: number; gapId: number; at: Date }[],
): Promise<void> {
  const { gapQuestions: g, gapDays: d } = tx.tables;
  for (const { kind, sourceId } of rows)
    await tx.delete(g).where(and(eq(g.kind, kind), eq(g.sourceId, sourceId)));
  for (const { gapId, day, ...n } of countsOf(rows))
    await tx
      .update(d)
      .set({
        searches: sql`${d.searches} - ${n.searches}`,
        asks: sql`${d.asks} - ${n.asks}`,
        tickets: sql`${d.tickets} - ${n.tickets}`,
      })
      .where(and(eq(d.gapId, gapId), eq(d.day, day)));
}

/** Make the sizes again from the days that count, of these gaps or of all. */
export async function sizeAgain(tx: Query, firstDay: number, ids?: number[]): Promise<void> {
  const { gaps, gapDays: d } = tx.tables;
  const sum = (what: ReturnType<typeof sql>) =>
    sql`coalesce((select sum(${what}) from ${d} where ${d.gapId} = ${gaps.id} and ${d.day} >= ${firstDay}), 0)`;
  await tx
    .update(gaps)
    .set({
      size: sum(sql`${d.searches} + ${d.asks} + ${d.tickets}`) as never,
      tickets: sum(sql`${d.tickets}`) as never,
    })
    .where(ids ? inArray(gaps.id, ids) : undefined);
}

/** Forget lone questions of long ago. */
export async function dropOld(tx: Query, before: Date): Promise<void> {
  const { gaps } = tx.tables;
  const isIdle = and(isNull(gaps.articleId), isNull(gaps.ownerId), eq(gaps.state, 'open'));
  await tx.delete(gaps).where(and(lt(gaps.lastAt, before), lt(gaps.size, leastSize), isIdle));
}

/** What open gaps are called; those without a name left out. */
export async function listNamed(q: Query): Promise<Pick<Gap, 'id' | 'samples'>[]> {
  const { gaps } = q.tables;
  const rows = await q
    .select({ id: gaps.id, samples: gaps.samples })
    .from(gaps)
    .where(and(eq(gaps.state, 'open'), gte(gaps.size, leastSize)))
    .orderBy(desc(gaps.size))
    .limit(mostCompared);
  return rows.filter(({ samples }) => samples.length > 0);
}

/** Those that were not looked at since a moment, the ones with an article first. */
export async function listUnchecked(q: Query, before: Date, limit: number): Promise<Gap[]> {
  const { gaps } = q.tables;
  return q
    .select()
    .from(gaps)
    .where(and(gte(gaps.size, leastSize), or(isNull(gaps.checkedAt), lte(gaps.checkedAt, before))))
    .orderBy(sql`${gaps.articleId} is null`, asc(gaps.checkedAt), desc(gaps.size))
    .limit(limit);
}

/** The words of a gap's questions, newest first; of tickets with who filed them. */
export async function listSaid(q: Query, gapId: number, limit: number) {
  const { gapQuestions: g, visitEvents: e, tickets: t, requesters: r } = q.tables;
  const searches = await q
    .select({ kind: g.kind, locale: g.locale, at: g.at, text: e.query })
    .from(g)
    .innerJoin(e, eq(e.id, g.sourceId))
    .where(and(eq(g.gapId, gapId), inArray(g.kind, ['search', 'ask'])))
    .orderBy(desc(g.at))
    .limit(limit);
  const tickets = await q
    .select({
      kind: g.kind,
      locale: g.locale,
      at: g.at,
      text: t.subject,
      name: t.requesterName,
      email: r.email,
    })
    .from(g)
    .innerJoin(t, eq(t.id, g.sourceId))
    .innerJoin(r, eq(r.id, t.requesterId))
    .where(and(eq(g.gapId, gapId), eq(g.kind, 'ticket')))
    .orderBy(desc(g.at))
    .limit(limit);
  return [
    ...searches.map((row) => ({
      ...row,
      text: row.text ?? '',
      names: [] as string[],
      emails: [] as string[],
    })),
    ...tickets.map(({ name, email, ...row }) => ({ ...row, names: [name], emails: [email] })),
  ];
}

export async function countQuestions(
  q: Query,
  gapId: number,
  { after, until, kind }: { after: Date; until?: Date; kind?: Question['kind'] },
): Promise<number> {
  const { gapQuestions: g } = q.tables;
  const [row] = await q
    .select({ n: countAll() })
    .from(g)
    .where(
      and(
        eq(g.gapId, gapId),
        gt(g.at, after),
        until ? lte(g.at, until) : undefined,
        kind ? eq(g.kind, kind) : undefined,
      ),
    );
  return row?.n ?? 0;
}
