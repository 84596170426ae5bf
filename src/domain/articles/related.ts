import type { Context } from '#src/context.ts';
import type { Article, ArticleCard } from './article.ts';
import { readableAudiences } from './audience.ts';
import { listTags } from './published.store.ts';
import { readableCards } from './shelf.ts';
import { whileUnchanged } from './unchanged.ts';

const shown = 4;

/** What to read next: first what the author named, then the articles with most tags in common, then shelf neighbours. */
export async function relatedArticles(
  ctx: Context,
  article: Article,
  shelf: ArticleCard[],
): Promise<ArticleCard[]> {
  const named = await readableCards(ctx, { keys: article.related });
  const inOrder = article.related.flatMap((key) => named.find((card) => card.key === key) ?? []);
  const others =
    inOrder.length < shown ? [...(await sameTags(ctx, article)), ...neighbours(article, shelf)] : [];
  const unique = new Map([...inOrder, ...others].map((card) => [card.key, card]));
  unique.delete(article.key);
  return [...unique.values()].slice(0, shown);
}

async function sameTags(ctx: Context, { id, tags, locale }: Article): Promise<ArticleCard[]> {
  if (tags.length === 0) return [];
  const audiences = await readableAudiences(ctx);
  const shared = (other: { tags: string[] }) => other.tags.filter((tag) => tags.includes(tag)).length;
  const q = ctx.db.read;
  const all = await whileUnchanged(q, `tags ${locale} ${audiences.join()}`, () =>
    listTags(q, { locale, audiences }),
  );
  const others = all.filter((other) => other.id !== id);
  const ids = others
    .filter((other) => shared(other) > 0)
    .toSorted((a, b) => shared(b) - shared(a) || a.id - b.id)
    .slice(0, shown)
    .map((other) => other.id);
  const cards = await readableCards(ctx, { ids });
  return cards.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** The ones behind it in the category, then from its beginning. */
function neighbours(article: Article, shelf: ArticleCard[]): ArticleCard[] {
  const place = shelf.findIndex((card) => card.key === article.key);
  return [...shelf.slice(place + 1), ...shelf.slice(0, Math.max(0, place))].slice(0, shown);
}
