import { z } from 'zod';
import { cutText, idInput, lineInput, textInput } from '#src/domain/text.ts';
import type { Locale } from '#src/i18n/index.ts';
import { collator } from '#src/i18n/intl.ts';
import type { Known } from './personalData/finding.ts';

export const articleStates = ['draft', 'published', 'archived'] as const;
export const articleKinds = ['article', 'faq'] as const;
/** From the widest to the narrowest; `customers` are visitors who are signed in or hold the key of a ticket. */
export const audiences = ['public', 'customers', 'agents'] as const;

export type ArticleState = (typeof articleStates)[number];
export type ArticleKind = (typeof articleKinds)[number];
export type Audience = (typeof audiences)[number];
export type Confidence = 'unconfirmed' | 'confirmed';
/** Why a revision was made; `content` is a changed file that came in. */
export type RevisionReason =
  'created' | 'edited' | 'published' | 'unpublished' | 'archived' | 'content' | 'reverted' | 'reviewed';

/** One article in one language; `key` joins its translations. */
export interface Article {
  id: number;
  key: string;
  locale: string;
  slug: string;
  categoryId: number;
  kind: ArticleKind;
  state: ArticleState;
  confidence: Confidence;
  /** Who may read it: the author's choice, narrowed by the category. */
  audience: Audience;
  /** The author's choice where the category narrows it; null: `audience` is the author's. */
  ownAudience: Audience | null;
  title: string;
  summary: string;
  tags: string[];
  /** Keys of related articles. */
  related: string[];
  ownerId: number | null;
  reviewBy: Date | null;
  /** Markdown without front matter. */
  source: string;
  html: string;
  headings: Heading[];
  sections: Section[];
  renderVersion: number;
  /** Grows with every change: whoever saves names the one they started from. */
  revision: number;
  createdById: number | null;
  createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
  filePath: string | null;
  fileHash: string | null;
  /** The revision that the file last agreed with. */
  fileRevision: number | null;
  fileConflict: string | null;
  personalData: PersonalDataGate | null;
  extra: Record<string, unknown>;
}

/** Of an article written from a ticket: whose data must not be published, and which findings an author let stand. */
export interface PersonalDataGate {
  /** The ticket it was written from; null when it came of none. */
  ticket: number | null;
  /** All tickets whose data is in here; left out where it is that one alone. */
  tickets?: number[] | undefined;
  names: string[];
  emails: string[];
  /** What the ticket's texts gave away; left out by articles of before this was kept. */
  known?: Known[] | undefined;
  kept: string[];
}

export interface Heading {
  depth: number;
  text: string;
  id: string;
}

export interface Section {
  heading: string;
  anchor: string | null;
  text: string;
  /** Where code blocks stand in the text, as [start, end) in UTF-16 units; absent without any. */
  code?: [number, number][];
}

/** What lists show of an article, without its text. */
export type ArticleCard = Pick<
  Article,
  'id' | 'key' | 'locale' | 'slug' | 'categoryId' | 'kind' | 'title' | 'summary' | 'updatedAt'
> & {
  /** The place the front matter's `order` gives it in its category, if any. */
  order: number | null;
};

/** Longest Markdown source, in characters. */
export const maxSourceLength = 400_000;

const key = lineInput({ min: 1, max: 120 });

/** What an author can change; every size is bounded. */
export const articleFields = z.object({
  title: lineInput({ min: 1, max: 200 }),
  summary: lineInput({ max: 400 }).default(''),
  source: textInput({ max: maxSourceLength }),
  categoryId: idInput,
  kind: z.enum(articleKinds).default('article'),
  audience: z.enum(audiences).default('public'),
  tags: z
    .array(lineInput({ max: 40 }))
    .max(20, { error: 'too_many' })
    .default([])
    .transform(unique),
  related: z.array(key).max(20, { error: 'too_many' }).default([]).transform(unique),
  /** Empty: kept, or made from the title. */
  slug: lineInput({ max: 120 }).default(''),
  /** Left out: kept. */
  ownerId: idInput.nullable().optional(),
  reviewBy: z.date({ error: 'bad_date' }).nullable().default(null),
});
export type ArticleInput = z.input<typeof articleFields>;
export type ArticleFields = z.output<typeof articleFields>;

/** A title as an address: lower case letters and digits of any script without accents, dashes between. */
export function slugOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  const slug = cutText(words, 80).replace(/^-+|-+$/g, '');
  return slug || 'article';
}

/** The first of `base`, `base-2`, `base-3` … that is not taken. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  let n = 2;
  while (taken.has(`${base}-${n}`)) n += 1;
  return `${base}-${n}`;
}

/** Without empty and repeated ones. */
function unique(words: string[]): string[] {
  return [...new Set(words.filter(Boolean))];
}

/** The one of two that fewer people belong to. */
export const narrower = (a: Audience, b: Audience): Audience =>
  audiences[Math.max(audiences.indexOf(a), audiences.indexOf(b))]!;

/** Who may read an article in a category of this audience, and what its author chose where that is more people. */
export function audienceColumns(chosen: Audience, category: Audience) {
  const audience = narrower(chosen, category);
  return { audience, ownAudience: audience === chosen ? null : chosen };
}

/** The article with the audience that its author chose, for whoever edits it or writes it down elsewhere. */
export const asAuthored = <T extends Pick<Article, 'audience' | 'ownAudience'>>(article: T): T => ({
  ...article,
  audience: article.ownAudience ?? article.audience,
  ownAudience: null,
});

/** Whether the article is on the site for a reader who may see these audiences. */
export const isReadable = (article: Pick<Article, 'state' | 'audience'>, allowed: readonly Audience[]) =>
  article.state === 'published' && allowed.includes(article.audience);

/** Whether its review date has passed. */
export const isStale = (article: Pick<Article, 'reviewBy'>, now: Date) =>
  article.reviewBy !== null && article.reviewBy <= now;

/** The place that the front matter's `order` gives an article in its category, if any. */
export const orderOf = (extra: Article['extra']): number | null =>
  typeof extra.order === 'number' ? extra.order : null;

/** The front matter's `order` first, then the title as the language sorts it. */
export function sortCards<T extends Pick<ArticleCard, 'order' | 'title'>>(cards: T[], locale: Locale): T[] {
  const words = collator(locale, { numeric: true });
  const place = (card: T) => card.order ?? Number.MAX_SAFE_INTEGER;
  return cards.toSorted((a, b) => place(a) - place(b) || words.compare(a.title, b.title));
}
