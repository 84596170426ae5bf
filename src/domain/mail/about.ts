import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { findMailMessage, type MailTicket } from '#src/domain/tickets/mailTicket.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import { escapeHtml } from './template.ts';

/** Longest message a notice repeats, in characters; the ticket has the rest. */
const mostQuoted = 10_000;

/** A message as the fields of a mail: `message` as text and, where it was Markdown, as HTML. */
export async function messageFields(q: Query, ticket: MailTicket, messageId: number) {
  const message = await findMailMessage(q, ticket.id, messageId);
  if (!message) return null;
  const text = message.body.slice(0, mostQuoted).toWellFormed();
  const html = message.html || `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
  return { message, fields: { message: text }, html: { message: html } };
}

export const localeOf = (ctx: Context, text: string): Locale =>
  isLocale(text) ? text : ctx.config.defaultLocale;
