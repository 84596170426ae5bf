import type { Context } from '#src/context.ts';
import { isStale, type Article } from './article.ts';
import { editorView, type EditorView } from './editorView.ts';
import { openFlags, type OpenFlag } from './flag.ts';
import { reviewView, type ReviewView } from './review/view.ts';
import { schedulesOf, type ScheduleRow } from './schedule/plan.ts';

/** One article in its editor, and all that waits around it. */
export interface EditorPage extends EditorView {
  article: Article;
  review: ReviewView;
  schedules: ScheduleRow[];
  flags: OpenFlag[];
  /** Its review date has passed. */
  isStale: boolean;
  /** The ticket it was written from, if any. */
  writtenFrom: number | null;
}

/** An article's editor with its reviews, dates and flags. @throws sign_in_required, not_found */
export async function editorPage(ctx: Context, id: number): Promise<EditorPage> {
  const view = await editorView(ctx, id);
  const article = view.article!;
  return {
    ...view,
    article,
    review: await reviewView(ctx, id),
    schedules: await schedulesOf(ctx, id),
    flags: await openFlags(ctx, id),
    isStale: isStale(article, ctx.now),
    writtenFrom: article.personalData?.ticket ?? null,
  };
}

/** A translation is worked on beside its original: when asked for, and when that has changed. */
export const standsBeside = ({ original }: Pick<EditorView, 'original'>, isAsked: boolean): boolean =>
  original !== null && (original.isBehind || isAsked);
