import type { DomainError } from '#src/errors.ts';
import { translatorOf, type Locale } from '#src/i18n/index.ts';
import { formState } from '#src/components/ui/formState.ts';

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The preview of a mail shows its subject above, as a mail program would. */
export function withSubject(html: string, subject: string, locale: Locale): string {
  const label = translatorOf(locale)('mail.admin.subject');
  const line = `<p style="margin:0;padding:12px 16px;border-bottom:1px solid #857f70;text-align:left">${escape(label)}: <strong>${escape(subject)}</strong></p>`;
  return html.replace(/<body[^>]*>/, (body) => `${body}${line}`);
}

/** What to mend before there is anything to see. */
export function problemsPage({ code, details }: DomainError, locale: Locale): string {
  const t = translatorOf(locale);
  const fields = (details.fields ?? {}) as Record<string, string>;
  const refused = { action: '', values: {}, error: { code, fields, details } };
  const { errors } = formState(refused, { action: '', locale });
  const items = errors.map(({ text }) => `<li>${escape(text)}</li>`).join('');
  return `<!doctype html><html lang="${locale}"><head><meta name="color-scheme" content="light dark"><title>${escape(t('mail.admin.preview'))}</title></head><body style="font:16px/1.6 system-ui,sans-serif;padding:16px"><p>${escape(t('mail.admin.mend'))}</p><ul>${items}</ul></body></html>`;
}
