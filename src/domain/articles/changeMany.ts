import { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { lineInput } from '#src/domain/text.ts';
import { domainError, isDomainError, type DomainError } from '#src/errors.ts';
import { audiences, type Article } from './article.ts';
import { getLocked } from './article.store.ts';
import { requireAuthor } from './author.ts';
import { findCategory } from './category.store.ts';
import { changeArticle, refuseStale } from './change.ts';
import { archiveArticle } from './publish.ts';
import { requireSecondPerson } from './review/secondPerson.ts';
import { fieldsOf, isEqual, newestOf, type CopyFields } from './workingCopy.ts';
import { dropCopy, findCopy, keepCopy } from './workingCopy.store.ts';

/** Most articles that one change goes to. */
export const mostAtOnce = 100;

const chosen = z.number({ error: 'bad_choice' }).int().min(1, { error: 'bad_choice' });
const tag = lineInput({ min: 1, max: 40 }).refine((text) => !text.includes(','), { error: 'bad_character' });
/** Each with the revision that whoever checked it saw; left out, the last one wins. */
const articles = z
  .array(z.object({ id: chosen, revision: chosen.optional() }))
  .min(1, { error: 'nothing_checked' })
  .max(mostAtOnce, { error: 'too_many' });

const manyInput = z.discriminatedUnion(
  'what',
  [
    z.object({ articles, what: z.literal('category'), category: chosen }),
    z.object({ articles, what: z.literal('audience'), audience: z.enum(audiences, { error: 'bad_choice' }) }),
    z.object({ articles, what: z.literal('owner'), owner: chosen.nullable() }),
    z.object({ articles, what: z.literal('reviewBy'), reviewBy: z.date({ error: 'bad_date' }).nullable() }),
    z.object({ articles, what: z.literal('addTag'), tag }),
    z.object({ articles, what: z.literal('removeTag'), tag }),
    z.object({ articles, what: z.literal('archive') }),
  ],
  { error: 'bad_choice' },
);
export type ManyInput = z.input<typeof manyInput>;
type Change = z.output<typeof manyInput>;

/** What can be done to many articles, in the order it is offered. */
export const manyChanges = [
  'category',
  'audience',
  'owner',
  'reviewBy',
  'addTag',
  'removeTag',
  'archive',
] as const satisfies Change['what'][];

/** Why one of them stayed as it is. */
export const manyReasons = [
  'conflict',
  'not_found',
  'other_language',
  'too_many_tags',
  'personal_data',
  'second_person',
  'other',
] as const;
export type ManyReason = (typeof manyReasons)[number];

export interface ManyResult {
  changed: number;
  /** They were so already. */
  unchanged: number;
  failed: { id: number; reason: ManyReason }[];
}

/**
 * One change to many articles, at most 100: each is a write of its own, so that one that can't follow holds up no other.
 * What waits beside a published article changes with it, else publishing that would undo the change.
 * @throws DomainError `sign_in_required`; `invalid` when nothing could follow (no article, no such category or owner).
 */
export async function changeMany(ctx: Context, input: ManyInput): Promise<ManyResult> {
  requireAuthor(ctx);
  const change = checkInput(manyInput, input);
  await requireTarget(ctx, change);
  const result: ManyResult = { changed: 0, unchanged: 0, failed: [] };
  for (const [id, { revision }] of new Map(change.articles.map((one) => [one.id, one]))) {
    try {
      result[(await changeOne(ctx, { id, revision, change })) ? 'changed' : 'unchanged'] += 1;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      result.failed.push({ id, reason: reasonOf(error) });
    }
  }
  return result;
}

/** Where they are all to go must be there. */
async function requireTarget(ctx: Context, change: Change): Promise<void> {
  const refuse = (field: string) => domainError('invalid', { fields: { [field]: 'bad_choice' } });
  if (change.what === 'category' && !(await findCategory(ctx.db.read, change.category)))
    throw refuse('category');
  if (change.what === 'owner' && change.owner !== null) {
    const agents = await listAgents(ctx);
    if (!agents.some(({ id }) => id === change.owner)) throw refuse('owner');
  }
}

/** @returns whether it is different now. */
async function changeOne(
  ctx: Context,
  { id, revision, change }: { id: number; revision: number | undefined; change: Change },
): Promise<boolean> {
  return ctx.db.write(async (tx) => {
    const before = await getLocked(tx, id);
    const copy = await findCopy(tx, id);
    refuseStale({ id, revision: newestOf(before, copy) }, revision);
    if (change.what === 'archive') return (await archiveArticle(ctx, id)).revision !== before.revision;
    if (isWider(before, change))
      await requireSecondPerson(ctx, tx, { article: before, copy, isChanging: true });
    const fields = changed(fieldsOf(before), change);
    const isCopyChanged = await changeCopy(tx, { ...before, ...fields }, change);
    const after = await changeArticle(ctx, id, { fields, reason: 'edited' });
    return isCopyChanged || after.revision !== before.revision;
  });
}

/** To show a published text to more people is to publish it to them. */
const isWider = (article: Article, change: Change): boolean =>
  change.what === 'audience' &&
  article.state === 'published' &&
  audiences.indexOf(change.audience) < audiences.indexOf(article.audience);

/** What waits stays its author's words, with this one fact changed; where nothing of its own is left, it ends. */
async function changeCopy(tx: Query, after: Article, change: Change): Promise<boolean> {
  const copy = await findCopy(tx, after.id);
  if (!copy) return false;
  const fields = changed(copy.fields, change);
  if (isEqual(fields, copy.fields)) return false;
  if (isEqual(fields, fieldsOf(after))) await dropCopy(tx, after.id);
  else await keepCopy(tx, { ...copy, fields });
  return true;
}

function changed(fields: CopyFields, change: Change): CopyFields {
  switch (change.what) {
    case 'category':
      return { ...fields, categoryId: change.category };
    case 'audience':
      return { ...fields, audience: change.audience };
    case 'owner':
      return { ...fields, ownerId: change.owner };
    case 'reviewBy':
      return { ...fields, reviewBy: change.reviewBy };
    case 'addTag':
      return isTagged(fields, change.tag) ? fields : { ...fields, tags: [...fields.tags, change.tag] };
    case 'removeTag':
      return { ...fields, tags: fields.tags.filter((one) => !isSameTag(one, change.tag)) };
    case 'archive':
      return fields;
  }
}

const isSameTag = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const isTagged = ({ tags }: CopyFields, wanted: string): boolean =>
  tags.some((one) => isSameTag(one, wanted));

function reasonOf({ code, details }: DomainError): ManyReason {
  const fields = (details.fields ?? {}) as Record<string, string>;
  if (fields.categoryId) return 'other_language';
  if (fields.tags) return 'too_many_tags';
  return manyReasons.find((one) => one === code) ?? 'other';
}
