import type { AstroGlobal } from 'astro';
import { readForm } from '#src/actions/readForm.ts';
import type { FormFailure } from '#src/actions/form.ts';
import type { IssueView } from '#src/domain/issues/view.ts';
import { renderMessage } from '#src/domain/tickets/markup.ts';
import { isFinished } from '#src/domain/tickets/ticket.ts';
import type { Locale } from '#src/i18n/index.ts';

export interface AnswerForm {
  texts: { locale: Locale; text: string; count: number }[];
  chosen: Set<number>;
  resolves: boolean;
}

/** What the answer's form shows: as it was typed, or as it begins: everybody who was not told since the issue changed. */
export async function answerForm(
  { request, locals: { form } }: Pick<AstroGlobal, 'request' | 'locals'>,
  view: IssueView,
): Promise<AnswerForm & { isPreview: boolean }> {
  const isPreview = request.method === 'POST' && !form;
  const typed = isPreview
    ? await readForm(request)
    : form && form.action === 'issues.answer'
      ? typedIn(form)
      : null;
  const since = view.changedAt;
  const isDue = ({ state, answeredAt }: IssueView['tickets'][number]) =>
    !isFinished(state) && (answeredAt === null || since === null || answeredAt < since);
  const begun = view.tickets.filter(isDue).map(({ id }) => id);
  const chosen = new Set(typed ? typed.getAll('tickets').map(Number) : begun);
  const texts = Object.entries(view.texts).map(([locale, draft]) => ({
    locale: locale as Locale,
    text: typed ? String(typed.get(`text-${locale}`) ?? '') : draft,
    count: view.tickets.filter((ticket) => ticket.locale === locale && chosen.has(ticket.id)).length,
  }));
  return { texts, chosen, resolves: typed?.get('resolves') === 'on', isPreview };
}

/** The text of every language, as those who get it read it. */
export const previews = (texts: AnswerForm['texts']) =>
  Promise.all(
    texts
      .filter(({ text }) => text.trim() !== '')
      .map(async (one) => ({ ...one, html: await renderMessage(one.text.slice(0, 50_000), one.locale) })),
  );

function typedIn({ values }: FormFailure): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values))
    for (const one of [value].flat()) data.append(name, one);
  return data;
}
