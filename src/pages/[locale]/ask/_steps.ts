import type { AstroGlobal } from 'astro';
import { readForm } from '#src/actions/readForm.ts';
import type { ContactView } from '#src/components/ask/contact.ts';
import { domainError } from '#src/errors.ts';
import { newAskForm, openAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { suggestAnswers, type Suggestion } from '#src/domain/ask/suggest.ts';
import { textInput } from '#src/domain/text.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { tidyQuery } from '#src/domain/visits/visit.ts';
import { translator } from '#src/i18n/index.ts';
import { contactOf, refusedContact } from './_view.ts';

/** One step of the ask flow. What was said before travels in hidden fields: there is nothing to lose on the server. */
type AskView = { query: string } & (
  | { step: 'describe'; problem: string; error?: string }
  | { step: 'answers'; problem: string; form: string; suggestions: Suggestion[] }
  | { step: 'contact'; contact: ContactView; hasNoAnswer: boolean; hasStory: boolean }
);

const problemInput = textInput({ min: 1, max: 4_000 });
const maxBytes = 64 * 1024;

/** The step that a request asks for: GET begins (with `?q=` one step further), POST goes on, a refused form comes back. */
export async function loadAsk({ request, url, locals }: AstroGlobal): Promise<AskView> {
  const query = tidyQuery(url.searchParams.get('q') ?? '');
  if (locals.form?.action === 'ask.send') return { query, ...(await comeBack(locals)) };
  if (request.method === 'POST' && !locals.form)
    return { query, ...(await goOn(locals, await fieldsOf(request))) };
  await beCounted(locals, query);
  if (url.searchParams.get('step') === 'contact') return { query, ...(await contact(locals, query, null)) };
  if (query !== '') return { query, ...(await answers(locals, query)) };
  return { query, step: 'describe', problem: '' };
}

type Locals = App.Locals;
type Step = AskView extends infer V ? (V extends unknown ? Omit<V, 'query'> : never) : never;

async function comeBack(locals: Locals): Promise<Step> {
  const fresh = await sealAskForm(locals.ctx, newAskForm(locals.ctx));
  const view = refusedContact(locals.ctx, locals.form!, fresh);
  return { step: 'contact', contact: view, hasNoAnswer: false, hasStory: hasStory(locals) };
}

async function goOn(locals: Locals, fields: FormData): Promise<Step> {
  const typed = fields.get('problem');
  const problem = problemInput.safeParse(typeof typed === 'string' ? typed : '');
  const form = fields.get('form');
  if (fields.get('step') === 'contact')
    return contact(locals, problem.data ?? '', typeof form === 'string' ? form : null);
  if (problem.success) return answers(locals, problem.data);
  const code = problem.error.issues[0]?.message ?? 'required';
  const said = translator(locals.ctx.locale)(`errors.fields.${code}` as 'errors.fields.required');
  return { step: 'describe', problem: typeof typed === 'string' ? typed : '', error: said };
}

async function answers(locals: Locals, problem: string): Promise<Step> {
  const { suggestions, shown, isWithheld } = await suggestAnswers(locals.ctx, problem);
  if (shown) locals.keepVisit(shown.visitId);
  const form = await sealAskForm(locals.ctx, newAskForm(locals.ctx, shown?.eventId ?? null));
  if (suggestions.length > 0) return { step: 'answers', problem, form, suggestions };
  return { ...(await contact(locals, problem, form)), hasNoAnswer: !isWithheld } as Step;
}

async function contact(locals: Locals, problem: string, sealed: string | null): Promise<Step> {
  const known = sealed !== null && (await openAskForm(locals.ctx, sealed)) !== null;
  const form = known ? sealed : await sealAskForm(locals.ctx, newAskForm(locals.ctx));
  return {
    step: 'contact',
    contact: contactOf(form, problem),
    hasNoAnswer: false,
    hasStory: hasStory(locals),
  };
}

async function beCounted({ ctx, keepVisit }: Locals, query: string): Promise<void> {
  const recorded = await recordEvent(ctx, { kind: 'ask_opened', query });
  if (recorded) keepVisit(recorded.visitId);
}

const hasStory = ({ ctx }: Locals) => ctx.actor.kind === 'visitor' && ctx.actor.visitId !== null;

async function fieldsOf(request: Request): Promise<FormData> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes)
    throw domainError('too_large', { maxBytes });
  return readForm(request);
}
