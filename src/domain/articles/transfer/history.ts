import { z } from 'zod';
import { articleKinds, audiences, maxSourceLength } from '../article.ts';

/** Where an export keeps what became of the article whose file is at `path`. */
export const historyPath = (path: string): string => `${historyFolder}${path}.json`;
export const historyFolder = 'portico/';

/** A colleague, by the address they sign in with: an empty portal may know them, or not yet. */
const person = z.string().max(320).nullable();
const words = z.string().max(maxSourceLength);
const line = z.string().max(1_000);
const number = z.number().int().min(1);
const time = z.coerce.date();

const revision = z.object({
  ...{ number, title: line, summary: line, source: words, author: person, createdAt: time },
  reason: z.enum([
    ...(['created', 'edited', 'published', 'unpublished', 'archived'] as const),
    ...(['content', 'reverted', 'reviewed'] as const),
  ]),
});

/** What waits to be published: the same fields as in front matter. */
const copy = z.object({
  ...{ title: line, summary: line, source: words, slug: line, category: line, owner: person },
  ...{ kind: z.enum(articleKinds), audience: z.enum(audiences), reviewBy: time.nullable() },
  ...{ tags: z.array(line), related: z.array(line) },
  ...{ revision: number, baseRevision: number, author: person, createdAt: time, updatedAt: time },
});

/** A vote, without the visit it came from and the words it came with, which may hold data of a person. */
const vote = z.object({ helpful: z.boolean(), createdAt: time });

/** Without the ticket it was found in, which does not travel. */
const flag = z.object({
  kind: z.enum(['outdated', 'unclear', 'wrong', 'missing_step', 'erased']),
  ...{ comment: words, by: person, createdAt: time, doneAt: time.nullable(), doneBy: person },
});

const comment = z.object({
  ...{ revision: number, line: number.nullable(), body: words, author: person },
  ...{ createdAt: time, doneAt: time.nullable(), doneBy: person },
});

const review = z.object({
  ...{ revision: number, askedBy: person, reviewer: person, note: words, answer: words },
  state: z.enum(['open', 'approved', 'changes', 'withdrawn']),
  ...{ askedAt: time, decidedAt: time.nullable() },
});

const schedule = z.object({
  ...{ action: z.enum(['publish', 'unpublish']), at: time, zone: line, by: person, createdAt: time },
  state: z.enum(['waiting', 'done', 'failed', 'cancelled']),
  ...{ error: line.nullable(), endedAt: time.nullable(), endedBy: person },
});

/** What an article is beside its text: one file of JSON for each, `portico/<path of its Markdown>.json`. */
export const historySchema = z.object({
  ...{ revision: number, createdBy: person, createdAt: time, updatedAt: time, publishedAt: time.nullable() },
  confidence: z.enum(['unconfirmed', 'confirmed']),
  copy: copy.nullable(),
  /** The file of the text it translates, and the revision of it that it says. */
  translates: z.object({ path: line, revision: number, at: time, by: person }).nullable(),
  revisions: z.array(revision),
  votes: z.array(vote),
  flags: z.array(flag),
  comments: z.array(comment),
  reviews: z.array(review),
  schedules: z.array(schedule),
});
export type History = z.infer<typeof historySchema>;
/** The lists of it that have a table each. */
export const historyLists = ['revisions', 'votes', 'flags', 'comments', 'reviews', 'schedules'] as const;
export type HistoryLists = Pick<History, (typeof historyLists)[number]>;

/** Colleagues by their ids, or ids by their addresses. */
export type NamesOf = (id: number) => string | null;
export type IdsOf = (address: string) => number | null;

const personKeys = ['author', 'by', 'doneBy', 'askedBy', 'reviewer', 'endedBy'];

/** A row as it travels: `authorId: 7` becomes `author: 'ada@example.org'`. */
export function told(row: Record<string, unknown>, nameOf: NamesOf): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => {
      const name = key.replace(/Id$/, '');
      const isPerson = name !== key && personKeys.includes(name);
      return isPerson ? [name, value === null ? null : nameOf(value as number)] : [key, value];
    }),
  );
}

/** The other way round; of whom nobody knows, nothing is said. */
export function heard(row: Record<string, unknown>, idOf: IdsOf): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) =>
      personKeys.includes(key) ? [`${key}Id`, value === null ? null : idOf(value as string)] : [key, value],
    ),
  );
}
