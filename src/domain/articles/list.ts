import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { textInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { articleKinds, articleStates, isStale, type ArticleState } from './article.ts';
import { requireAuthor } from './author.ts';
import { listCategories } from './category.store.ts';
import {
  countByState,
  countRows,
  listLocales,
  listRows,
  type ListFilter,
  type ListRow,
} from './list.store.ts';
import { inLanguage } from './shelf.ts';
import { translationsBehind } from './translation/debt.ts';
import { countVotes, type VoteCounts } from './vote.store.ts';

/** What the list can be narrowed to beside its state: one's own, what is due, what waits. */
export const listShows = ['mine', 'due', 'changed', 'stale', 'behind', 'conflicts'] as const;

/** The query string of `/desk/articles`; what makes no sense is left out. */
export const listQuery = z.object({
  state: z.enum(articleStates).optional().catch(undefined),
  locale: z.enum(locales).optional().catch(undefined),
  kind: z.enum(articleKinds).optional().catch(undefined),
  category: textInput({ max: 120 }).optional().catch(undefined),
  q: textInput({ max: 200 }).optional().catch(undefined),
  show: z.enum(listShows).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type ListQuery = z.output<typeof listQuery>;

export interface ArticleListView {
  rows: (ListRow & {
    votes: VoteCounts;
    isStale: boolean;
    isBehind: boolean;
    translations: { id: number; locale: string }[];
  })[];
  counts: Record<ArticleState, number>;
  /** Of the whole portal, whatever the filter. */
  conflicts: number;
  stale: number;
  /** Published articles of the actor's own that are to be looked at. */
  due: number;
  total: number;
  page: number;
  pages: number;
  categories: { key: string; title: string }[];
  isFiltered: boolean;
}

const pageSize = 50;

/** The desk's list of articles in every state. @throws DomainError `sign_in_required`. */
export async function articleList(ctx: Context, query: ListQuery): Promise<ArticleListView> {
  const agentId = requireAuthor(ctx);
  const behind = await translationsBehind(ctx);
  const filter = { ...filterOf(ctx, query, agentId), ids: query.show === 'behind' ? behind : undefined };
  const counts = await countByState(ctx.db.read, filter);
  const all = articleStates.map((state) => [state, counts.get(state) ?? 0] as const);
  const total = query.state ? (counts.get(query.state) ?? 0) : all.reduce((sum, [, count]) => sum + count, 0);
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const page = Math.min(query.page, pages);
  const rows = await listRows(ctx.db.read, filter, { limit: pageSize, offset: (page - 1) * pageSize });
  return {
    rows: await withFacts(ctx, rows, new Set(behind)),
    counts: Object.fromEntries(all) as Record<ArticleState, number>,
    conflicts: await countRows(ctx.db.read, { conflicts: true }),
    stale: await countRows(ctx.db.read, { staleAt: ctx.now, state: 'published' }),
    due: agentId
      ? await countRows(ctx.db.read, { staleAt: ctx.now, state: 'published', ownerId: agentId })
      : 0,
    total,
    page,
    pages,
    categories: await categoryChoices(ctx),
    isFiltered: Object.entries(query).some(([name, value]) => name !== 'page' && Boolean(value)),
  };
}

function filterOf(ctx: Context, query: ListQuery, agentId: number | null): ListFilter {
  return {
    state: query.state,
    locale: query.locale,
    kind: query.kind,
    categoryKey: query.category,
    text: query.q?.trim(),
    ownerId: query.show === 'mine' || query.show === 'due' ? (agentId ?? undefined) : undefined,
    conflicts: query.show === 'conflicts',
    changed: query.show === 'changed',
    staleAt: query.show === 'stale' || query.show === 'due' ? ctx.now : undefined,
  };
}

async function withFacts(
  ctx: Context,
  rows: ListRow[],
  behind: ReadonlySet<number>,
): Promise<ArticleListView['rows']> {
  const votes = await countVotes(
    ctx.db.read,
    rows.map((row) => row.id),
  );
  const all = await listLocales(
    ctx.db.read,
    rows.map((row) => row.key),
  );
  return rows.map((row) => ({
    ...row,
    votes: votes.get(row.id) ?? { yes: 0, no: 0 },
    isStale: isStale(row, ctx.now),
    isBehind: behind.has(row.id),
    translations: all.filter((one) => one.key === row.key && one.id !== row.id),
  }));
}

/** Each category once, in the agent's language where it has one. */
async function categoryChoices(ctx: Context): Promise<{ key: string; title: string }[]> {
  const all = await listCategories(ctx.db.read);
  return [...Map.groupBy(all, (one) => one.key).values()].map((translations) => {
    const { key, title } = inLanguage(ctx, translations);
    return { key, title };
  });
}
