import type { Context } from '#src/context.ts';
import type { Article } from '../article.ts';
import type { Category } from '../category.ts';
import { findTranslation } from '../translation/translation.store.ts';
import type { WorkingCopy } from '../workingCopy.ts';
import { findCopy } from '../workingCopy.store.ts';
import type { History, NamesOf } from './history.ts';
import { readLists } from './history.store.ts';

export interface Known {
  categories: ReadonlyMap<number, Category>;
  /** Of every article, the path of its file in the export. */
  pathOf: (id: number) => string | null;
  nameOf: NamesOf;
}

/** What an article is beside its text, as it travels. */
export async function historyOf(ctx: Context, article: Article, known: Known): Promise<History> {
  const { id, revision, createdAt, updatedAt, publishedAt, confidence } = article;
  const { nameOf } = known;
  return {
    ...{ revision, createdAt, updatedAt, publishedAt, confidence },
    createdBy: nameIn(nameOf, article.createdById),
    copy: copyOf(await findCopy(ctx.db.read, id), known),
    translates: await translates(ctx, id, known),
    ...(await readLists(ctx.db.read, id, nameOf)),
  };
}

const nameIn = (nameOf: NamesOf, id: number | null) => (id === null ? null : nameOf(id));

function copyOf(copy: WorkingCopy | null, { categories, nameOf }: Known): History['copy'] {
  if (!copy) return null;
  const { fields, revision, baseRevision, createdAt, updatedAt } = copy;
  const { categoryId, ownerId, ...words } = fields;
  return {
    ...words,
    ...{ revision, baseRevision, createdAt, updatedAt },
    category: categories.get(categoryId)?.key ?? '',
    owner: nameIn(nameOf, ownerId),
    author: nameIn(nameOf, copy.authorId),
  };
}

async function translates(ctx: Context, id: number, known: Known): Promise<History['translates']> {
  const note = await findTranslation(ctx.db.read, id);
  const path = note && known.pathOf(note.sourceId);
  if (!path) return null;
  return { path, revision: note.revision, at: note.at, by: nameIn(known.nameOf, note.byId) };
}
