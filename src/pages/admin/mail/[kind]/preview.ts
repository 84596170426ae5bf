import type { APIRoute } from 'astro';
import { readForm } from '#src/actions/readForm.ts';
import { mailFrame } from '#src/components/mail/frame.ts';
import { problemsPage, withSubject } from '#src/components/mail/preview.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { isMailKind } from '#src/domain/mail/mail.ts';
import { getTemplate, previewTemplate, type Source } from '#src/domain/mail/templates.ts';
import { domainError, isDomainError } from '#src/errors.ts';
import { isLocale, type Locale } from '#src/i18n/index.ts';
import type { Context } from '#src/context.ts';

/** The mail that the template in use makes, for the frame beside the form. */
export const GET: APIRoute = async ({ params, url, locals: { ctx } }) => {
  const locale = localeOf(ctx, url.searchParams.get('locale'));
  return frameOf(ctx, params.kind, locale, await getTemplate(ctx, kindOf(ctx, params.kind), locale));
};

/** The mail that the typed template makes: the preview button sends the form into the frame. */
export const POST: APIRoute = async ({ params, request, locals: { ctx } }) => {
  requireAdmin(ctx);
  const form = await readForm(request);
  const typed = (name: string) => String(form.get(name) ?? '').slice(0, 20_000);
  const source = { subject: typed('subject'), body: typed('body') };
  return frameOf(ctx, params.kind, localeOf(ctx, typed('locale')), source);
};

function frameOf(ctx: Context, kind: string | undefined, locale: Locale, source: Source): Response {
  try {
    const { subject, html } = previewTemplate(ctx, kindOf(ctx, kind), locale, source);
    return mailFrame(withSubject(html, subject, ctx.locale));
  } catch (error) {
    if (!isDomainError(error, 'invalid')) throw error;
    return mailFrame(problemsPage(error, ctx.locale));
  }
}

function kindOf(ctx: Context, kind: string | undefined) {
  requireAdmin(ctx);
  if (!isMailKind(kind)) throw domainError('not_found', { kind });
  return kind;
}

const localeOf = (ctx: Context, text: string | null): Locale => (isLocale(text) ? text : ctx.locale);
