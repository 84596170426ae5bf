import type { Context } from '#src/context.ts';
import type { ArticleCard } from './article.ts';
import { listCategories } from './category.store.ts';
import { listMostRead } from './published.store.ts';
import {
  readableCards,
  readableCategories,
  readableShelf,
  toLink,
  type ArticleLink,
  type CategoryView,
} from './shelf.ts';

export interface HomeView {
  categories: CategoryView[];
  /** What most visits of the last 30 days read; on a young portal filled up with what each category begins with. */
  mostRead: ArticleLink[];
}

const shown = 6;
const periodMs = 30 * 86_400_000;

/** The portal's first page for this reader. */
export async function homeView(ctx: Context): Promise<HomeView> {
  const categories = await readableCategories(ctx);
  const read = await mostRead(ctx);
  const more = read.length < shown ? await firstOfEach(ctx, categories) : [];
  const unique = new Map([...read, ...more].map((card) => [card.key, card]));
  return { categories, mostRead: [...unique.values()].slice(0, shown).map(toLink) };
}

/** In the reader's language, whichever language was read: the question is the same. */
async function mostRead(ctx: Context): Promise<ArticleCard[]> {
  const since = new Date(ctx.now.getTime() - periodMs);
  const ids = await listMostRead(ctx.db.read, since, shown * 4);
  const read = await readableCards(ctx, { ids });
  const translated = await readableCards(ctx, { keys: read.map((card) => card.key) });
  const place = new Map(ids.map((id, i) => [id, i]));
  const keys = read.toSorted((a, b) => place.get(a.id)! - place.get(b.id)!).map((card) => card.key);
  return keys.map((key) => translated.find((card) => card.key === key)!);
}

async function firstOfEach(ctx: Context, categories: CategoryView[]): Promise<ArticleCard[]> {
  const all = await listCategories(ctx.db.read);
  const keyOf = new Map(all.map((category) => [category.id, category.key]));
  const cards = await readableShelf(ctx, {});
  const shelves = categories.map(({ key }) => cards.filter((card) => keyOf.get(card.categoryId) === key));
  const rounds = Array.from({ length: shown }, (_, n) => shelves.flatMap((shelf) => shelf[n] ?? []));
  return rounds.flat();
}
