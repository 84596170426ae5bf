import { systemActor, type Context } from '#src/context.ts';
import { getHead } from './head.ts';
import { findComment } from './review/comment.store.ts';
import { findReview } from './review/review.store.ts';
import { lastTextAuthor } from './revision.store.ts';
import { findSchedule } from './schedule/schedule.store.ts';
import type { StaffMatter } from './tellLater.ts';

/** What colleagues are told of an article. */
export interface Matter {
  articleId: number;
  what: 'asked' | 'approved' | 'changes' | 'commented' | 'publishFailed' | 'unpublishFailed';
  byId: number | null;
  toIds: number[];
  text: string;
  /** The code of the error, where a time could not be kept. */
  error: string | null;
  /** The same is told once. */
  cause: string;
}

/** What a row says, and whom it concerns; null when it is gone, or over. */
export async function findMatter(ctx: Context, { about, id }: StaffMatter): Promise<Matter | null> {
  const find = { review: reviewMatter, comment: commentMatter, schedule: scheduleMatter }[about];
  const matter = await find(ctx, id);
  return matter && { ...matter, toIds: matter.toIds.filter((one) => one !== matter.byId) };
}

async function reviewMatter(ctx: Context, id: number): Promise<Matter | null> {
  const review = await findReview(ctx.db.read, id);
  if (!review || review.state === 'withdrawn') return null;
  const { articleId, askedById, reviewerId, state, note, answer, revision } = review;
  const isOpen = state === 'open';
  return {
    articleId,
    what: isOpen ? 'asked' : state,
    byId: isOpen ? askedById : reviewerId,
    toIds: present(isOpen ? reviewerId : askedById),
    text: isOpen ? note : answer,
    error: null,
    cause: `review:${id}:${state}:${revision}`,
  };
}

/** To whoever wrote the newest text, and whose article it is. */
async function commentMatter(ctx: Context, id: number): Promise<Matter | null> {
  const comment = await findComment(ctx.db.read, id);
  if (!comment) return null;
  const { articleId, authorId, body } = comment;
  const { published, copy } = await getHead({ ...ctx, actor: systemActor }, articleId);
  const writer = copy ? copy.authorId : await lastTextAuthor(ctx.db.read, articleId, published.revision);
  return {
    ...{ articleId, what: 'commented', byId: authorId },
    toIds: [...new Set([...present(writer), ...present(published.ownerId)])],
    ...{ text: body, error: null, cause: `comment:${id}` },
  };
}

async function scheduleMatter(ctx: Context, id: number): Promise<Matter | null> {
  const schedule = await findSchedule(ctx.db.read, id);
  if (schedule?.state !== 'failed') return null;
  const { articleId, action, byId, error } = schedule;
  return {
    ...{ articleId, what: action === 'publish' ? 'publishFailed' : 'unpublishFailed', byId: null },
    ...{ toIds: present(byId), text: '', error, cause: `schedule:${id}` },
  };
}

const present = (id: number | null): number[] => (id === null ? [] : [id]);
