import type { Context } from '#src/context.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import { isOffer, isVisitId, type VisitEvent } from './visit.ts';
import { listEvents } from './visit.store.ts';

/** One thing a visitor tried before asking, in the shape that a ticket keeps. */
export interface StoryStep {
  /** ISO 8601. */
  at: string;
  kind: string;
  query?: string;
  /** The article's title as it was then. */
  title?: string;
  articleId?: number;
}

/** The newest steps that a ticket carries. */
const maxSteps = 60;

/**
 * What the actor's own visit searched for, opened, read and voted on, in order: what an agent would otherwise have to
 * ask again. Empty for a visitor who is not counted.
 */
export async function searchStory(ctx: Context): Promise<StoryStep[]> {
  const { actor } = ctx;
  if (actor.kind !== 'visitor' || !actor.isCounted || !isVisitId(actor.visitId)) return [];
  const events = (await listEvents(ctx.db.read, actor.visitId)).filter(isTold).slice(-maxSteps);
  const titles = await titlesOf(ctx, events);
  return events.map((event) => stepOf(event, titles));
}

const isTold = ({ kind }: VisitEvent) => !isOffer(kind) && kind !== 'ticket_filed';

async function titlesOf(ctx: Context, events: VisitEvent[]): Promise<Map<number, string>> {
  const ids = [...new Set(events.flatMap((event) => event.articleId ?? []))];
  const articles = await Promise.all(ids.map((id) => findReadableArticle(ctx, id)));
  return new Map(articles.flatMap((article) => (article ? [[article.id, article.title]] : [])));
}

function stepOf(event: VisitEvent, titles: Map<number, string>): StoryStep {
  const step: StoryStep = { at: event.at.toISOString(), kind: kindOf(event) };
  if (event.query) step.query = event.query;
  if (event.articleId === null) return step;
  step.articleId = event.articleId;
  const title = titles.get(event.articleId);
  return title ? { ...step, title } : step;
}

/** A vote says which way it went, and a search when it found nothing. */
function kindOf(event: VisitEvent): string {
  if (event.kind === 'vote') return event.helpful ? 'voted_helpful' : 'voted_not_helpful';
  return event.kind === 'search' && event.resultCount === 0 ? 'search_nothing' : event.kind;
}
