import type { Context } from '#src/context.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { openFlags } from '#src/domain/articles/flag.ts';
import { partOf } from '#src/domain/articles/markdown/parts.ts';
import { sectionSource } from '#src/domain/articles/markdown/section.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { sectionOf, withoutIds } from '#src/domain/articles/section.ts';
import { issueStatesOf } from '#src/domain/issues/declare.ts';
import type { IssueState } from '#src/domain/issues/issue.ts';
import { ticketQuestion } from '#src/domain/search/lesson.ts';
import { searchArticles, type FoundArticle } from '#src/domain/search/searchArticles.ts';
import { cutText } from '#src/domain/text.ts';
import type { Relation, Ticket } from '#src/domain/tickets/ticket.ts';
import type { TicketView } from '#src/domain/tickets/ticketView.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import { similarDrafts, type SimilarDraft } from './similarDrafts.ts';

/** An article that may answer a ticket, to be read, put into the reply and linked without leaving it. */
export interface TicketAnswer {
  id: number;
  title: string;
  state: Article['state'];
  audience: Article['audience'];
  confidence: Article['confidence'];
  /** Where the answer stands on the site; null for what is not on it. */
  url: string | null;
  passage: FoundArticle['passage'];
  /** Safe HTML of the section that answers, or of the whole article. */
  html: string;
  isWhole: boolean;
  /** How it is linked to the ticket, if it is. */
  relation: Relation | null;
  /** The requester opened it before they asked. */
  wasRead: boolean;
  /** What colleagues found wrong with it and nobody mended yet. */
  flags: number;
  /** Markdown for the reply: a link for those who may read it, and the section's own words. */
  link: string | null;
  text: string;
  failure: Failure;
  /** Where it stands, when it is a known issue. */
  issue: IssueState | null;
}

export type Failure = NonNullable<Ticket['selfServiceFailure']>;

export interface TicketAnswers {
  /** The agent's own words for the search; empty when the requester's are used. */
  query: string;
  linked: TicketAnswer[];
  drafts: SimilarDraft[];
  found: TicketAnswer[];
}

const mostFound = 5;
/** Score beside the best one's, from which on an article is shown to an agent who did not ask. */
const leastScore = 0.15;
/** Longest text that is put into a reply, in characters. */
const longestText = 6_000;

/**
 * The articles linked to a ticket, what colleagues write on the same question, and what the search finds for the
 * requester's words and the ticket's tags, or for the agent's own. `open` is an article to show as a whole.
 * @throws sign_in_required
 */
export async function ticketAnswers(
  ctx: Context,
  view: TicketView,
  { query = '', open = null }: { query?: string; open?: number | null } = {},
): Promise<TicketAnswers> {
  const locale = isLocale(view.ticket.locale) ? view.ticket.locale : ctx.config.defaultLocale;
  const limit = mostFound + view.links.length;
  const results = query
    ? (await searchArticles(ctx, { query, locale, limit })).results
    : await findFor(ctx, view, { locale, limit });
  const show = (id: number, result: FoundArticle | null) => answerOf({ ctx, view, open }, id, result);
  const isLinked = (id: number) => view.links.some((link) => link.id === id);
  const resultOf = (id: number) => results.find((result) => result.id === id) ?? null;
  const drafts = await similarDrafts(ctx, { locale, text: query || questionOf(view) });
  return {
    query,
    linked: await Promise.all(view.links.map(({ id }) => show(id, resultOf(id)))),
    drafts: drafts.filter(({ id }) => !isLinked(id)),
    found: await Promise.all(
      results
        .filter(({ id }) => !isLinked(id))
        .slice(0, mostFound)
        .map((result) => show(result.id, result)),
    ),
  };
}

/** Where all its words together lead nowhere, the subject alone may, or the tags that an agent gave it. */
async function findFor(
  ctx: Context,
  view: TicketView,
  asked: { locale: Locale; limit: number },
): Promise<FoundArticle[]> {
  const whole = questionOf(view);
  const asks = [whole, view.ticket.subject, view.tags.join(' ')];
  for (const query of asks.filter(Boolean)) {
    const { verdict, results, answeredIn } = await searchArticles(ctx, { query, ...asked });
    // In another language a few words alone find too much.
    const isTheirs = query === whole || answeredIn === asked.locale;
    if (verdict !== 'nothing' && isTheirs) return results.filter(({ score }) => score >= leastScore);
  }
  return [];
}

/** What a ticket asks by now: its subject, the first and the newest words of those who ask, its tags. */
export function questionOf({
  ticket,
  messages,
  tags,
}: Pick<TicketView, 'ticket' | 'messages' | 'tags'>): string {
  const theirs = messages.filter(({ authorKind, kind }) => authorKind === 'requester' && kind === 'public');
  const first = ticketQuestion(ticket.subject, theirs[0]?.body ?? '');
  const newest = theirs.length > 1 ? ticketQuestion('', theirs.at(-1)!.body) : '';
  return [first, newest, ...tags].filter(Boolean).join('\n');
}

interface Around {
  ctx: Context;
  view: TicketView;
  open: number | null;
}

async function answerOf(
  { ctx, view, open }: Around,
  id: number,
  result: FoundArticle | null,
): Promise<TicketAnswer> {
  const article = await getArticle(ctx, id);
  const { title, state, audience, confidence } = article;
  const part = answeringPart(article, result);
  const isWhole = open === id || result === null;
  const url = state === 'published' ? urlOf(article) : null;
  const flags = (await openFlags(ctx, id)).length;
  const wasRead = view.ticket.story.some(({ articleId }) => articleId === id);
  return {
    ...{ id, title, state, audience, confidence, url, wasRead, isWhole, flags },
    passage: result?.passage ?? [],
    html: withoutIds(isWhole ? article.html : sectionOf(article.html, part.anchor)),
    relation: view.links.find((link) => link.id === id)?.relation ?? null,
    link: url && audience !== 'agents' ? linkTo(ctx, article, url) : null,
    text: textOf(ctx, article, { url, heading: part.heading }),
    issue: (await issueStatesOf(ctx, [article.key])).get(article.key) ?? null,
    failure: likelyFailure(article, { wasRead, askedAt: view.ticket.createdAt }),
  };
}

const urlOf = ({ kind, locale, slug }: Article): string =>
  kind === 'faq' ? paths.faq(locale as Locale, slug) : paths.article(locale as Locale, slug);

const linkTo = (ctx: Context, { title }: Article, url: string): string =>
  `[${title.replace(/[[\]\\]/g, String.raw`\$&`)}](${absolute(ctx.config.publicUrl, url)})`;

/** The solution where the article has a section of that name, else the section that the search found. */
function answeringPart({ kind, headings }: Article, result: FoundArticle | null) {
  const solution = headings.find(({ text }) => partOf(text) === 'solution');
  if (solution) return { heading: solution.text, anchor: solution.id };
  const anchor = new URL(result?.url ?? '', 'http://portico.invalid').hash.slice(1);
  if (kind === 'faq' || !anchor) return { heading: '', anchor: null };
  return { heading: result!.heading, anchor: decodeURIComponent(anchor) };
}

/** The words of the section that answers, and where to read more. */
function textOf(
  ctx: Context,
  article: Article,
  { url, heading }: { url: string | null; heading: string },
): string {
  const text = cutText(sectionSource(article.source, heading), longestText);
  return url && article.audience !== 'agents' ? `${text}\n\n→ ${linkTo(ctx, article, url)}` : text;
}

/** Why the requester was not helped by an article that answers them: they had read it, it was there, or it was not. */
export function likelyFailure(
  { publishedAt }: Pick<Article, 'publishedAt'>,
  { wasRead, askedAt }: { wasRead: boolean; askedAt: Date },
): Failure {
  if (wasRead) return 'unclear';
  return publishedAt !== null && publishedAt < askedAt ? 'not_found' : 'missing';
}
