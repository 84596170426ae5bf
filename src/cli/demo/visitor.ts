import type { App, Context } from '#src/context.ts';
import { vote } from '#src/domain/articles/vote.ts';
import { searchArticles, type FoundArticle } from '#src/domain/search/searchArticles.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { searchStory } from '#src/domain/visits/story.ts';
import type { NewEvent } from '#src/domain/visits/visit.ts';
import type { Locale } from '#src/i18n/index.ts';
import type { Gap } from './gaps.ts';
import { familyNames, givenNames } from './people.ts';
import type { Random } from './random.ts';
import { failingKey, type Topic } from './topics.ts';

/** What one visitor wants, and how well it can go. */
export interface Wish {
  locale: Locale;
  at: Date;
  question: string;
  /** The topic of the handbook, or the gap, that the question belongs to. */
  topic: Topic | null;
  gap: Gap | null;
  /** Key of the article that answers it, once there is one. */
  answerKey: string | null;
}

export interface FiledByDemo {
  number: number;
  at: Date;
  locale: Locale;
  gap: Gap | null;
  topic: Topic | null;
  email: string;
  /** Of its requester. */
  key: string;
}

/**
 * One visit through the same verbs as the pages call: search, look, read, vote, ask, and file a ticket when nothing
 * helped. @returns the ticket, if it came to that.
 */
export async function playVisit(app: App, random: Random, wish: Wish): Promise<FiledByDemo | null> {
  let visitId: string | null = null;
  let at = wish.at;
  const context = (): Context => ({
    ...app,
    locale: wish.locale,
    now: at,
    actor: { kind: 'visitor', visitId, isCounted: true, ticketKeys: {} },
  });
  const happen = async (event: NewEvent, secondsLater: number): Promise<number> => {
    at = new Date(at.getTime() + secondsLater * 1_000);
    const recorded = await recordEvent(context(), event);
    visitId = recorded?.visitId ?? visitId;
    return recorded?.eventId ?? 0;
  };

  const found = await searchArticles(context(), { query: wish.question, locale: wish.locale, limit: 8 });
  const { verdict, results } = found;
  const searchId = await happen(
    { kind: 'search', query: wish.question, resultCount: results.length, verdict },
    1,
  );
  const rank = results.findIndex((result) => result.key === wish.answerKey) + 1;
  if (rank > 0 && rank <= 5 && random.chance(0.9 - rank * 0.06)) {
    const helped = await read(results[rank - 1]!, rank);
    if (helped) return null;
  } else if (results.length > 0 && random.chance(0.3)) {
    await read(results[0]!, 1);
  }
  return askOrLeave();

  async function read(article: FoundArticle, place: number): Promise<boolean> {
    await happen(
      { kind: 'result_opened', searchId, rank: place, articleId: article.id },
      random.between(3, 20),
    );
    if (!random.chance(0.88)) return random.chance(0.4);
    await happen({ kind: 'article_read', articleId: article.id }, random.between(20, 200));
    const isAnswer = article.key === wish.answerKey;
    // One article fails its readers, so that the measures have somebody to point at.
    const helpful = isAnswer && (article.key === failingKey ? random.chance(0.25) : random.chance(0.92));
    if (random.chance(helpful ? 0.35 : 0.3)) await say(article.id, helpful);
    return helpful || (isAnswer && random.chance(0.5));
  }

  async function say(articleId: number, helpful: boolean): Promise<void> {
    await happen({ kind: 'vote', articleId, helpful }, random.between(2, 30));
    await vote(context(), { articleId, helpful }, visitId);
  }

  async function askOrLeave(): Promise<FiledByDemo | null> {
    if (!random.chance(wish.gap ? 0.62 : 0.25)) return null;
    await happen({ kind: 'ask_opened', query: wish.question }, random.between(5, 40));
    await happen(
      { kind: 'suggestions_shown', query: wish.question, resultCount: results.length, verdict },
      random.between(10, 60),
    );
    const hit = results[rank - 1];
    if (hit && random.chance(0.45)) {
      await happen({ kind: 'suggestion_opened', articleId: hit.id }, random.between(3, 20));
      await happen({ kind: 'solved', articleId: hit.id }, random.between(10, 90));
      return null;
    }
    if (!random.chance(wish.gap ? 0.68 : 0.5)) return null;
    return file();
  }

  async function file(): Promise<FiledByDemo> {
    at = new Date(at.getTime() + random.between(40, 300) * 1_000);
    const name = `${random.pick(givenNames)} ${random.pick(familyNames)}`;
    const email = `${name.toLowerCase().replace(' ', '.')}${random.between(1, 9)}@example.com`;
    const { number, key } = await fileTicket(context(), {
      subject: wish.question,
      body: wish.gap ? wish.gap.details[wish.locale] : wish.question,
      name,
      email,
      locale: wish.locale,
      visitId,
      story: await searchStory(context()),
    });
    await happen({ kind: 'ticket_filed', ticketId: number }, 0);
    return { number, at, locale: wish.locale, gap: wish.gap, topic: wish.topic, email, key };
  }
}
