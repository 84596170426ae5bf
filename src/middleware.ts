import { getActionContext } from 'astro:actions';
import { defineMiddleware } from 'astro:middleware';
import type { APIContext, MiddlewareNext } from 'astro';
import type { FormResult } from './actions/form.ts';
import type { Actor } from './context.ts';
import { actorOf } from './domain/accounts/agent.ts';
import { findRequesterSession, requesterCookie } from './domain/accounts/requesterSession.ts';
import { findSession, sessionCookie, type OpenSession } from './domain/accounts/session.ts';
import { openResult } from './domain/visits/openResult.ts';
import { mayBeCounted } from './domain/visits/visit.ts';
import { domainError, isDomainError, statusOf } from './errors.ts';
import { isLocale, negotiateLocale, translator, type Locale } from './i18n/index.ts';
import { paths } from './paths.ts';

const visitCookie = 'portico_visit';
const ticketCookie = /^portico_ticket_(\d{1,10})$/;

/** Session, locale and visit make the Context; a sent form is run; a DomainError becomes a page with its status. */
export const onRequest = defineMiddleware(async (context, next) => {
  await prepare(context);
  try {
    refuseUnknownLocale(context);
    const done = (await openFromResults(context)) ?? (await runForm(context));
    if (done) return done;
    const page = keepPrivate(context, await next());
    const { form } = context.locals;
    return form ? withStatus(page, statusOf[form.error.code]) : page;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return showError(context, next, error);
  }
});

/** `/<locale>/…` answers for the languages there are; any other first part is no page. */
function refuseUnknownLocale({ params, url }: APIContext): void {
  if (params.locale !== undefined && !isLocale(params.locale))
    throw domainError('not_found', { path: url.pathname });
}

async function prepare(context: APIContext): Promise<void> {
  const { locals } = context;
  const session = await sessionOf(context);
  const actor = session ? actorOf(session.agent) : await visitorOf(context);
  const locale = localeOf(context, session?.agent.locale);
  locals.ctx = { ...locals.app, actor, locale, now: new Date() };
  locals.t = translator(locale);
  locals.sessionId = session?.sessionId ?? null;
  locals.form = null;
  locals.failure ??= null;
  locals.keepVisit = (visitId) => keepVisit(context, visitId);
}

/** What an agent sees stays in no cache, neither the browser's nor one on the way. */
function keepPrivate({ locals }: APIContext, page: Response): Response {
  const isOpen = locals.ctx.actor.kind !== 'agent' || page.headers.has('cache-control');
  if (!isOpen) page.headers.set('cache-control', 'private, no-store');
  return page;
}

async function sessionOf({ cookies, locals: { app } }: APIContext): Promise<OpenSession | null> {
  const token = cookies.get(sessionCookie(app.config).name)?.value;
  return token ? findSession(app, token) : null;
}

/** The language of the URL; else the agent's own; else the one the reader chose last or asks for. */
function localeOf({ url, request, cookies, locals }: APIContext, agentLocale: Locale | undefined): Locale {
  const first = url.pathname.split('/')[1];
  if (isLocale(first)) return first;
  if (agentLocale) return agentLocale;
  const chosen = cookies.get('portico_locale')?.value;
  if (isLocale(chosen)) return chosen;
  const header = request.headers.get('accept-language');
  return header ? negotiateLocale(header) : locals.app.config.defaultLocale;
}

async function visitorOf({ request, cookies, locals: { app } }: APIContext): Promise<Actor> {
  const isCounted = mayBeCounted(request.headers);
  const visitId = isCounted ? (cookies.get(visitCookie)?.value ?? null) : null;
  const token = cookies.get(requesterCookie(app.config).name)?.value;
  const requesterId = token ? await findRequesterSession(app, token) : null;
  return { kind: 'visitor', visitId, isCounted, ticketKeys: ticketKeysOf(request), requesterId };
}

function ticketKeysOf(request: Request): Record<number, string> {
  const keys: Record<number, string> = {};
  for (const pair of (request.headers.get('cookie') ?? '').split(';').slice(0, 200)) {
    const [name = '', value = ''] = pair.trim().split('=');
    const number = ticketCookie.exec(name)?.[1];
    if (number) keys[Number(number)] = value;
  }
  return keys;
}

/** A session cookie without an age: it goes with the browser; the 30 minutes' pause is counted on the server. */
function keepVisit({ cookies, locals }: APIContext, visitId: string): void {
  cookies.set(visitCookie, visitId, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: locals.app.config.isHttps,
  });
}

/** A result was opened (`?from=`, see `resultLink`): count it, and go on to the clean address. */
async function openFromResults({ url, request, locals, redirect }: APIContext): Promise<Response | null> {
  const from = url.searchParams.get('from');
  if (from === null || request.method !== 'GET' || !isLocale(url.pathname.split('/')[1])) return null;
  const recorded = await openResult(locals.ctx, from);
  if (recorded) locals.keepVisit(recorded.visitId);
  const clean = new URL(url);
  clean.searchParams.delete('from');
  return redirect(clean.pathname + clean.search, 303);
}

/** Run the form that was posted to this page: 303 to where it leads, or let the page show it again. */
async function runForm(context: APIContext): Promise<Response | null> {
  const { action, setActionResult, serializeActionResult } = getActionContext(context);
  if (action?.calledFrom !== 'form') return null;
  const result = await action.handler().catch((error: unknown) => {
    // What a form throws comes back as a result; this is a body that claims to be JSON and is not.
    throw error instanceof SyntaxError ? domainError('invalid') : error;
  });
  if (result.error) throw actionError(result.error);
  const data = result.data as FormResult;
  if ('redirect' in data) return context.redirect(data.redirect, 303);
  context.locals.form = { action: action.name, ...data.failure };
  setActionResult(action.name, serializeActionResult({ data: undefined, error: undefined }));
  return null;
}

function actionError(error: { code: string; message: string }): Error {
  if (error.code === 'NOT_FOUND') return domainError('not_found');
  if (error.code === 'CONTENT_TOO_LARGE') return domainError('too_large');
  if (error.code === 'UNSUPPORTED_MEDIA_TYPE') return domainError('invalid');
  return new Error(error.message, { cause: error });
}

async function showError(
  context: APIContext,
  next: MiddlewareNext,
  error: ReturnType<typeof domainError>,
): Promise<Response> {
  const { url, locals, request } = context;
  if (error.code === 'sign_in_required' && request.method === 'GET')
    return context.redirect(signInPath(context), 303);
  locals.failure = error;
  // A request of its own: the body of the one that failed may have been read, and can't be read again.
  const path = error.code === 'not_found' ? '/404' : '/error';
  const page = await next(new Request(new URL(path, url), { headers: request.headers }));
  return withStatus(page, statusOf[error.code]);
}

/** Those who answer and those who ask have doors of their own. */
const signInPath = ({ params, url }: APIContext) =>
  isLocale(params.locale) ? paths.tickets(params.locale) : paths.login(url.pathname + url.search);

const withStatus = (page: Response, status: number) =>
  new Response(page.body, { status, headers: page.headers });
