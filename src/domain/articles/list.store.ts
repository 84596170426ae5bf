import { and, asc, desc, eq, exists, inArray, isNotNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { containsText, countAll } from '#db/sql.ts';
import type { Article, ArticleState } from './article.ts';

export interface ListFilter {
  state?: ArticleState | undefined;
  locale?: string | undefined;
  categoryKey?: string | undefined;
  kind?: Article['kind'] | undefined;
  text?: string | undefined;
  ownerId?: number | undefined;
  /** Only those whose file and text changed on both sides. */
  conflicts?: boolean | undefined;
  /** Only those whose review date is not after this. */
  staleAt?: Date | undefined;
  /** Only these. */
  ids?: number[] | undefined;
  /** Only those with changes that wait to be published. */
  changed?: boolean | undefined;
}

export type ListRow = Pick<
  Article,
  | 'id'
  | 'key'
  | 'locale'
  | 'slug'
  | 'title'
  | 'kind'
  | 'state'
  | 'audience'
  | 'confidence'
  | 'updatedAt'
  | 'reviewBy'
> & {
  /** The newest one, with what waits to be published. */
  revision: number;
  fileConflict: string | null;
  category: string;
  ownerName: string | null;
  /** When its working copy was last saved, if it has one. */
  copyAt: Date | null;
};

/** One page of the desk's list, the last changed first. */
export async function listRows(
  q: Query,
  filter: ListFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<ListRow[]> {
  const { articles: a, articleCopies: c, categories, agents } = q.tables;
  return q
    .select({
      id: a.id,
      key: a.key,
      locale: a.locale,
      slug: a.slug,
      title: a.title,
      kind: a.kind,
      state: a.state,
      audience: a.audience,
      confidence: a.confidence,
      updatedAt: a.updatedAt,
      reviewBy: a.reviewBy,
      revision: newestRevision(q),
      fileConflict: a.fileConflict,
      category: categories.title,
      ownerName: agents.name,
      copyAt: c.updatedAt,
    })
    .from(a)
    .innerJoin(categories, eq(categories.id, a.categoryId))
    .leftJoin(agents, eq(agents.id, a.ownerId))
    .leftJoin(c, eq(c.articleId, a.id))
    .where(conditionsOf(q, filter))
    .orderBy(desc(sql`coalesce(${c.updatedAt}, ${a.updatedAt})`), desc(a.id))
    .limit(limit)
    .offset(offset);
}

/** As `newestOf` (workingCopy.ts) says. */
function newestRevision(q: Query): SQL<number> {
  const { articles: a, articleCopies: c } = q.tables;
  return sql<number>`case when ${c.revision} > ${a.revision} then ${c.revision} else ${a.revision} end`.mapWith(
    Number,
  );
}

/** How many there are in each state, whatever state the filter asks for. */
export async function countByState(q: Query, filter: ListFilter): Promise<Map<ArticleState, number>> {
  const { articles: a } = q.tables;
  const rows = await q
    .select({ state: a.state, count: countAll() })
    .from(a)
    .where(conditionsOf(q, { ...filter, state: undefined }))
    .groupBy(a.state);
  return new Map(rows.map(({ state, count }) => [state, count]));
}

export async function countRows(q: Query, filter: ListFilter): Promise<number> {
  const [row] = await q.select({ count: countAll() }).from(q.tables.articles).where(conditionsOf(q, filter));
  return row?.count ?? 0;
}

/** The languages each of these articles has. */
export async function listLocales(
  q: Query,
  keys: string[],
): Promise<{ key: string; locale: string; id: number }[]> {
  if (keys.length === 0) return [];
  const { articles: a } = q.tables;
  return q
    .select({ key: a.key, locale: a.locale, id: a.id })
    .from(a)
    .where(inArray(a.key, keys))
    .orderBy(asc(a.locale));
}

/** Who writes on an article that is no longer or not yet on the site, and how its text begins. */
export async function listDraftRows(q: Query, limit: number) {
  const { articles: a, agents } = q.tables;
  return q
    .select({
      id: a.id,
      locale: a.locale,
      title: a.title,
      summary: a.summary,
      sections: a.sections,
      authorId: agents.id,
      authorName: agents.name,
      updatedAt: a.updatedAt,
    })
    .from(a)
    .leftJoin(agents, eq(agents.id, sql`coalesce(${a.ownerId}, ${a.createdById})`))
    .where(eq(a.state, 'draft'))
    .orderBy(desc(a.updatedAt), desc(a.id))
    .limit(limit);
}

export type DraftRow = Awaited<ReturnType<typeof listDraftRows>>[number];

function conditionsOf(q: Query, filter: ListFilter): SQL | undefined {
  const { articles: a, articleCopies: c, categories } = q.tables;
  const { text, categoryKey } = filter;
  const inCategory = (key: string) =>
    exists(
      q
        .select({ id: categories.id })
        .from(categories)
        .where(and(eq(categories.id, a.categoryId), eq(categories.key, key))),
    );
  const hasCopy = () => exists(q.select({ id: c.articleId }).from(c).where(eq(c.articleId, a.id)));
  return and(
    filter.state ? eq(a.state, filter.state) : undefined,
    filter.locale ? eq(a.locale, filter.locale) : undefined,
    filter.kind ? eq(a.kind, filter.kind) : undefined,
    filter.ownerId ? eq(a.ownerId, filter.ownerId) : undefined,
    filter.conflicts ? isNotNull(a.fileConflict) : undefined,
    filter.staleAt ? lte(a.reviewBy, filter.staleAt) : undefined,
    filter.ids ? inArray(a.id, filter.ids) : undefined,
    filter.changed ? hasCopy() : undefined,
    categoryKey ? inCategory(categoryKey) : undefined,
    text
      ? or(...[a.title, a.summary, a.slug, a.source].map((column) => containsText(q, column, text)))
      : undefined,
  );
}
