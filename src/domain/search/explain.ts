import type { Context } from '#src/context.ts';
import { readableAudiences } from '#src/domain/articles/audience.ts';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import type { Audience } from './document.ts';
import type { Verdict } from './confidence.ts';
import type { SignalName } from './signals.ts';

export interface Explained {
  verdict: Verdict;
  /** The chance that the best result answers, 0 to 1. */
  confidence: number;
  answeredIn: string;
  didYouMean: string | null;
  results: {
    id: number;
    title: string;
    heading: string;
    /** 1 for the best result, less for the others. */
    score: number;
    /** Past questions the article has. How near they are shows in `signals`, what they say nowhere. */
    asked: number;
    /** What each way of looking gave: BM25 in nats, cosines from 0 to 1, before they are weighed (signals.ts, mix.ts). */
    signals: Record<SignalName, number>;
  }[];
}

export interface Explain {
  query: string;
  locale?: Locale;
  limit?: number;
  /** Whose results: all that the agent may read, or what a stranger finds. */
  as?: 'self' | 'stranger';
}

/** Why the search answers a question as it does, for agents. @throws sign_in_required */
export async function explainSearch(
  ctx: Context,
  { query, locale = ctx.locale, limit = 10, as = 'self' }: Explain,
): Promise<Explained> {
  if (ctx.actor.kind === 'visitor') throw domainError('sign_in_required');
  const audiences: readonly Audience[] = as === 'stranger' ? ['public'] : await readableAudiences(ctx);
  const answer = await ctx.search.search({ query, locale, limit, audiences });
  const { verdict, confidence, answeredIn, didYouMean } = answer;
  const results = answer.results.map(({ id, title, heading, score, asked, signals }) => ({
    id: Number(id),
    title,
    heading,
    score,
    asked,
    signals,
  }));
  return { verdict, confidence, answeredIn, didYouMean, results };
}
