import type { FormFailure } from '#src/actions/form.ts';
import type { ContactView } from '#src/components/ask/contact.ts';
import { formState } from '#src/components/ui/formState.ts';
import type { Context } from '#src/context.ts';
import { cutText } from '#src/domain/text.ts';
import { translator } from '#src/i18n/index.ts';

const maxHeadline = 150;

/** The last step of the ask flow before anything but the problem was typed. */
export const contactOf = (form: string, problem: string): ContactView => ({
  form,
  problem: isOneLine(problem) ? '' : problem,
  subject: headline(problem),
  details: isOneLine(problem) ? '' : problem,
  name: '',
  email: '',
  kept: [],
  errors: {},
  summary: [],
});

/** The form that came back: all that was typed and all files that arrived, with what is wrong. */
export function refusedContact(ctx: Context, failure: FormFailure, newForm: string): ContactView {
  const state = formState(failure, { action: 'ask.send', locale: ctx.locale });
  const { details, fields } = failure.error;
  const isTooQuick = details.reason === 'too_quick';
  const again = { text: translator(ctx.locale)('ask.again') };
  return {
    form: typeof details.form === 'string' ? details.form : newForm,
    problem: state.value('problem'),
    subject: state.value('subject'),
    details: state.value('details'),
    name: state.value('name'),
    email: state.value('email'),
    kept: state.kept,
    errors: Object.fromEntries(Object.keys(fields).map((name) => [name, state.error(name) ?? ''])),
    summary: isTooQuick ? [again] : state.errors,
  };
}

export const contactLimits = ({ config }: Context) => ({
  files: config.uploadMaxFiles,
  bytes: config.uploadMaxBytes,
});

const isOneLine = (text: string) => !text.trim().includes('\n') && text.trim().length <= maxHeadline;

/** The first line of a description, cut at a word when it is long. */
function headline(text: string): string {
  const line = text.trim().split('\n')[0]!.trim();
  if (line.length <= maxHeadline) return line;
  const cut = cutText(line, maxHeadline);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), maxHeadline / 2)).trimEnd()}…`;
}
