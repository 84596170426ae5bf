import type { Context } from '#src/context.ts';
import type { PersonalDataGate } from '#src/domain/articles/article.ts';
import { newArticleView, type EditorView } from '#src/domain/articles/editorView.ts';
import { dataInTexts } from '#src/domain/articles/personalData/ticketData.ts';
import { searchArticles, type FoundArticle } from '#src/domain/search/searchArticles.ts';
import { cutText } from '#src/domain/text.ts';
import { participants } from '#src/domain/tickets/people.ts';
import { ticketView, type TicketView } from '#src/domain/tickets/ticketView.ts';
import { isLocale, translator, type Translate } from '#src/i18n/index.ts';

export interface TicketDraft {
  number: number;
  subject: string;
  editor: EditorView;
  gate: PersonalDataGate;
  /** Articles that may answer it already, to link instead. */
  similar: FoundArticle[];
}

const shownSimilar = 3;

/**
 * What "Turn into article" opens: an unsaved article in the ticket's language, its title in the customer's words, the
 * problem in their message, the solution from the reply that solved it.
 * @throws DomainError `sign_in_required`, `not_found`.
 */
export async function draftFromTicket(ctx: Context, number: number): Promise<TicketDraft> {
  const view = await ticketView(ctx, number);
  const { ticket } = view;
  const locale = isLocale(ticket.locale) ? ticket.locale : ctx.config.defaultLocale;
  const title = titleOf(view);
  const empty = await newArticleView(ctx, { locale, title });
  const source = sourceOf(view, translator(locale));
  const tags = view.tags.slice(0, 20);
  const words = [title, ticket.subject].filter((text, i, all) => all.indexOf(text) === i).join(' ');
  const found = await searchArticles(ctx, { query: words, locale, limit: shownSimilar });
  return {
    number,
    subject: ticket.subject,
    editor: {
      ...empty,
      fields: { ...empty.fields, source, tags, categoryId: categoryFor(empty, found.results) },
    },
    gate: await gateOf(ctx, view),
    similar: found.verdict === 'nothing' ? [] : found.results,
  };
}

/** Where the most similar article stands, else the first: one press publishes, and a better shelf is one choice away. */
function categoryFor({ categories }: EditorView, similar: FoundArticle[]): number | null {
  const near = categories.find(({ title }) => title === similar[0]?.category);
  return (near ?? categories[0])?.id ?? null;
}

/** Whose data the article must not show: everybody's who takes part, and what the conversation gave away. */
export async function gateOfTicket(ctx: Context, number: number): Promise<PersonalDataGate> {
  return gateOf(ctx, await ticketView(ctx, number));
}

async function gateOf(ctx: Context, { ticket, messages }: TicketView): Promise<PersonalDataGate> {
  const people = await participants(ctx.db.read, ticket.id);
  const names = unique(people.map(({ name }) => name.trim()).filter(Boolean));
  const emails = unique(people.map(({ email }) => email));
  const said = messages.filter(({ kind }) => kind === 'public').map(({ body }) => body);
  const searched = ticket.story.flatMap(({ query }) => query ?? []);
  const known = dataInTexts([ticket.subject, ...searched, ...said], { names, emails });
  return { ticket: ticket.id, names, emails, known, kept: [] };
}

const unique = <T>(all: T[]): T[] => [...new Set(all)];

/** The question as they searched it last; the subject where they didn't. */
function titleOf({ ticket }: TicketView): string {
  const searches = ticket.story.filter(
    (step) => step.kind.startsWith('search') && (step.query?.trim().length ?? 0) > 2,
  );
  const words = searches.at(-1)?.query?.trim() ?? ticket.subject.trim();
  return cutText(words.charAt(0).toUpperCase() + words.slice(1), 200);
}

function sourceOf(view: TicketView, t: Translate): string {
  const { ticket, messages, suggestedSolution } = view;
  const first = messages.find((message) => message.authorKind === 'requester');
  const solution = messages.find((message) => message.id === (ticket.solvedByMessageId ?? suggestedSolution));
  return [
    `## ${t('editor.draft.problem')}`,
    asMarkdown(first?.body ?? ticket.subject),
    `## ${t('editor.draft.environment')}`,
    `<!-- ${t('editor.draft.environmentHint')} -->`,
    `## ${t('editor.draft.solution')}`,
    withoutGreeting(solution?.body ?? ''),
    `## ${t('editor.draft.cause')}`,
    `<!-- ${t('editor.draft.causeHint')} -->`,
  ].join('\n\n');
}

/** A reply speaks to one person; an article doesn't. */
function withoutGreeting(text: string): string {
  const greeting =
    /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|ciao|salve|buon ?giorno|buona ?sera|gentile|car[oa])\b[^\n]{0,60}(?:\n|$)/i;
  return text.trim().replace(greeting, '').trim();
}

/** A customer's plain text as Markdown that shows the same: what would be markup is escaped. */
function asMarkdown(text: string): string {
  return text
    .trim()
    .replace(/[\\`*_[\]<>|~]/g, String.raw`\$&`)
    .replace(/^(\s*)([#+:=-])/gm, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)]\s)/gm, String.raw`$1\$2`)
    .replace(/\n(?=[^\n])/g, '\\\n')
    .replace(/\n\\\n/g, '\n\n');
}
