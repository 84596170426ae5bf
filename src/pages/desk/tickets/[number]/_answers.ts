import type { Context } from '#src/context.ts';
import { ticketAnswers } from '#src/domain/automation/ticketAnswers.ts';
import type { TicketView } from '#src/domain/tickets/ticketView.ts';

const longest = 300;

/** The articles beside a ticket, as the address asks for them. */
export async function answersFor(ctx: Context, view: TicketView, { searchParams }: URL) {
  const query = (searchParams.get('articles') ?? '').slice(0, longest).replaceAll('\0', '').trim();
  const open = Number(/^\d{1,9}$/.exec(searchParams.get('open') ?? '')?.[0]) || null;
  return { answers: await ticketAnswers(ctx, view, { query, open }), open };
}

/** What the reply begins with when an article was put into it without a script. */
export function insertedText(
  { answers: { linked, found } }: Awaited<ReturnType<typeof answersFor>>,
  { searchParams }: URL,
): string {
  const answer = [...linked, ...found].find(({ id }) => String(id) === searchParams.get('insert'));
  return (searchParams.get('as') === 'text' ? answer?.text : answer?.link) ?? '';
}

/** Number of a ticket in an address; 0 when it is none. */
export const ticketNumber = (text: string | undefined): number =>
  Number(/^[1-9]\d{0,9}$/.exec(text ?? '')?.[0]) || 0;
