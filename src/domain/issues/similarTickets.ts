import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { articlesOfKey } from '#src/domain/articles/translations.ts';
import { ticketQuestion } from '#src/domain/search/lesson.ts';
import { isOfLetters, likeness, type Vector, type Wording } from '#src/domain/search/vectors.ts';
import { listLinked, listUnlinked, type AskedTicket } from './similar.store.ts';

/** An open ticket that seems to have a known issue, and what speaks for it. */
export interface SimilarTicket extends Omit<AskedTicket, 'body'> {
  /** What its requester asked, in their words. */
  words: string;
  /** The linked ticket it is most like; null: it is most like the article. */
  like: number | null;
  /** Words of theirs that both have. */
  shared: string[];
}

/** The newest open tickets that are compared, the linked ones they are compared with, and the results. */
const [mostOpen, mostLinked, mostShown] = [300, 20, 15];
/** Likeness (cosine) from which on a ticket is shown. */
const leastLikeness = 0.35;
/** Characters of an article that tell what it is about, and words that are named. */
const [beginning, mostShared] = [600, 5];

interface Side extends Wording {
  like: number | null;
}

/**
 * Open tickets that sound like a known issue, by the search's own vectors: like its article in their language, or like a
 * ticket that has it. The most alike first. @throws sign_in_required
 */
export async function similarTickets(ctx: Context, articleKey: string): Promise<SimilarTicket[]> {
  requireAgent(ctx);
  const open = await listUnlinked(ctx.db.read, articleKey, mostOpen);
  if (open.length === 0) return [];
  const sides = await sidesOf(ctx, articleKey, open);
  const asked = open.map(({ locale, subject, body }) => ({ locale, text: ticketQuestion(subject, body) }));
  const vectors = await ctx.search.vectors([...sides, ...asked]);
  const theirs = vectors.slice(sides.length);
  return open
    .map((ticket, at) => ({ ...nearest(theirs[at]!, vectors, sides), ticket, words: asked[at]!.text }))
    .filter((one) => one.likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, mostShown)
    .map(({ ticket: { body: _, ...ticket }, words, like, features }) => ({
      ...ticket,
      ...{ words, like, shared: sharedWords(words, features) },
    }));
}

/** The articles in each language that is spoken here, in the words of another where there is none; and the linked tickets. */
async function sidesOf(ctx: Context, articleKey: string, open: readonly AskedTicket[]): Promise<Side[]> {
  const articles = await articlesOfKey(ctx, articleKey);
  const linked = await listLinked(ctx.db.read, articleKey, mostLinked);
  const spoken = [...new Set(open.map(({ locale }) => locale))];
  return [
    ...spoken.flatMap((locale) => {
      const own = articles.filter((article) => article.locale === locale);
      return (own.length > 0 ? own : articles).flatMap((article) => textsOf(article, locale));
    }),
    ...linked.map(({ id, locale, subject, body }) => ({
      ...{ like: id, locale, text: ticketQuestion(subject, body) },
    })),
  ];
}

function textsOf({ title, summary, sections }: Article, locale: string): Side[] {
  const text = [title, summary, ...sections.map((section) => section.text)].join(' ').slice(0, beginning);
  return [title, text].map((words) => ({ like: null, locale, text: words }));
}

function nearest(vector: Vector, vectors: readonly Vector[], sides: readonly Side[]) {
  const all = sides.map(({ like }, at) => ({ like, at, likeness: likeness(vector, vectors[at]!) }));
  const best = all.reduce((a, b) => (b.likeness > a.likeness ? b : a), { like: null, at: 0, likeness: 0 });
  const other = new Set(vectors[best.at]?.map(([feature]) => feature));
  const features = vector.filter(([feature]) => !isOfLetters(feature) && other.has(feature));
  return { ...best, features: features.toSorted((a, b) => b[1] - a[1]).map(([feature]) => feature) };
}

/** Stems as words of a text; one that is no beginning of any word there (a meaning) is left out. */
function sharedWords(text: string, stems: readonly string[]): string[] {
  const words = text.match(/\p{L}[\p{L}\p{N}]+/gu) ?? [];
  const plain = (word: string) => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const found = stems.flatMap((stem) => words.find((word) => plain(word).startsWith(stem)) ?? []);
  return [...new Set(found.map((word) => word.toLowerCase()))].slice(0, mostShared);
}
