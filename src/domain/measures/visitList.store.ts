import { and, asc, desc, eq, inArray, isNotNull, type SQL } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import type { Filter } from './dimension.ts';
import { isInCategory, isKind, lastArticle, wasShownSuggestions, within } from './filters.ts';
import type { MeasureRow, Page, Wanted } from './measureRow.ts';
import type { MeasureName } from './measures.ts';

/** Outcomes that a measure is made of, and those in its upper part. */
const outcomes: Partial<Record<MeasureName, { all: string[]; of: string[] }>> = {
  deflection: { all: ['confirmed', 'escalated'], of: ['confirmed'] },
  deflection_upper: { all: ['confirmed', 'potential', 'escalated'], of: ['confirmed', 'potential'] },
};

/** Visits that have an outcome; of deflection, those that its formula is made of. */
export async function listVisits(q: Query, { name, span, filter, page }: Wanted): Promise<MeasureRow[]> {
  const { visits: v } = q.tables;
  const wanted = outcomes[name];
  const isWanted = wanted ? inArray(v.outcome, wanted.all as never[]) : isNotNull(v.outcome);
  const rows = await visitsOf(q, and(within(v.startedAt, span), isWanted, isOf(q, filter)), page);
  return rows.map((row) => ({ ...row, ...(wanted && { counts: wanted.of.includes(row.outcome) }) }));
}

/** Visits that asked and were shown suggestions. */
export async function listAsks(q: Query, { span, filter, page }: Wanted): Promise<MeasureRow[]> {
  const { visits: v } = q.tables;
  const rows = await visitsOf(
    q,
    and(within(v.startedAt, span), isNotNull(v.outcome), wasShownSuggestions(v.id), isOf(q, filter)),
    page,
  );
  const solved = await solvedAmong(q, rows);
  return rows.map((row) => ({ ...row, counts: row.outcome === 'confirmed' && solved.has(row.id) }));
}

/** Narrowed to a language, and to the category of the article they read last. */
function isOf(q: Query, filter: Filter): SQL | undefined {
  const { visits: v } = q.tables;
  const inCategory = isInCategory(q, lastArticle(q, v.id), filter);
  return and(filter.locale === undefined ? undefined : eq(v.locale, filter.locale), inCategory);
}

/** Visits with the words they searched or asked with. */
async function visitsOf(q: Query, where: SQL | undefined, { offset, limit }: Page) {
  const { visits: v, visitEvents: e } = q.tables;
  const visits = await q
    .select({ id: v.id, at: v.startedAt, locale: v.locale, outcome: v.outcome })
    .from(v)
    .where(where)
    .orderBy(desc(v.startedAt), asc(v.id))
    .limit(limit)
    .offset(offset);
  const ids = visits.map(({ id }) => id);
  const events = await inBatches(ids, (batch) =>
    q
      .select({ visitId: e.visitId, query: e.query, ticketId: e.ticketId })
      .from(e)
      .where(inArray(e.visitId, batch))
      .orderBy(asc(e.at), asc(e.id)),
  );
  const byVisit = Map.groupBy(events, (event) => event.visitId);
  return visits.map(({ id, at, locale, outcome }) => {
    const own = byVisit.get(id) ?? [];
    const words = [...new Set(own.flatMap(({ query }) => query || []))].join(' · ');
    const ticketId = own.findLast((event) => event.ticketId !== null)?.ticketId;
    return { id, at, locale, outcome: outcome!, words, ...(ticketId && { ticketId }) };
  });
}

async function solvedAmong(q: Query, visits: { id: string }[]): Promise<Set<string>> {
  const { visitEvents: e } = q.tables;
  const ids = visits.map(({ id }) => id);
  const rows = await inBatches(ids, (batch) =>
    q
      .select({ id: e.visitId })
      .from(e)
      .where(and(inArray(e.visitId, batch), isKind(e.kind, 'solved'))),
  );
  return new Set(rows.map(({ id }) => id));
}
