import { aliasedTable, and, desc, eq, isNull, lte, max, ne, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

/** Which text an article translates, and the revision of it that it says in its own language. */
export interface TranslationNote {
  articleId: number;
  sourceId: number;
  revision: number;
  at: Date;
  byId: number | null;
}

/** A published translation and the published text it translates. */
export interface Pair {
  articleId: number;
  sourceId: number;
  /** The revision the translation was made of, as somebody said; null where nobody did. */
  said: number | null;
  /** The newest revision of the source, and of what it was when the translation was last changed. */
  current: number;
  then: number | null;
}

export async function findTranslation(q: Query, articleId: number): Promise<TranslationNote | null> {
  const { articleTranslations: n } = q.tables;
  return (await q.select().from(n).where(eq(n.articleId, articleId)))[0] ?? null;
}

export async function keepTranslation(tx: Query, note: TranslationNote): Promise<void> {
  const { articleTranslations: n } = tx.tables;
  const { articleId, ...rest } = note;
  await tx
    .insert(n)
    .values({ articleId, ...rest })
    .onConflictDoUpdate({ target: n.articleId, set: rest });
}

/** The newest revision of an article at a time. */
export async function revisionAt(q: Query, articleId: number, at: Date): Promise<number | null> {
  const { articleRevisions: r } = q.tables;
  const [row] = await q
    .select({ number: r.number })
    .from(r)
    .where(and(eq(r.articleId, articleId), lte(r.createdAt, at)))
    .orderBy(desc(r.number))
    .limit(1);
  return row?.number ?? null;
}

/**
 * Translations whose text changed before the one they translate: the source that was named, else the article of the same
 * key in the portal's language, unless that is a translation itself.
 */
export async function listPairs(q: Query, defaultLocale: string): Promise<Pair[]> {
  const { articles: t, articleTranslations: n, articleRevisions: r } = q.tables;
  const s = aliasedTable(t, 'source');
  const own = aliasedTable(n, 'own');
  const isSource = or(
    eq(n.sourceId, s.id),
    and(isNull(n.sourceId), eq(s.locale, defaultLocale), ne(t.locale, defaultLocale), isNull(own.sourceId)),
  );
  return q
    .select({
      articleId: t.id,
      sourceId: s.id,
      said: n.revision,
      current: s.revision,
      then: max(r.number),
    })
    .from(t)
    .leftJoin(n, eq(n.articleId, t.id))
    .innerJoin(s, and(eq(s.key, t.key), ne(s.id, t.id)))
    .leftJoin(own, eq(own.articleId, s.id))
    .leftJoin(r, and(eq(r.articleId, s.id), lte(r.createdAt, t.updatedAt)))
    .where(and(eq(t.state, 'published'), eq(s.state, 'published'), isSource))
    .groupBy(t.id, s.id, n.revision, s.revision);
}
