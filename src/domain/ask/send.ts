import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError, isDomainError } from '#src/errors.ts';
import { addressBlock, takeToken } from '#src/domain/limits/limits.ts';
import { emailInput, lineInput, textInput } from '#src/domain/text.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { searchStory } from '#src/domain/visits/story.ts';
import { receiveFiles, type Received } from '#src/domain/tickets/keptFiles.ts';
import { isTooQuick, newAskForm, openAskForm, sealAskForm, type AskForm } from './form.ts';

/** Tickets that one address may file in an hour: many people can share one. */
const limit = { limit: 30, windowMs: 3_600_000 };

export interface AskInput {
  form: string;
  problem: string;
  subject: string;
  details: string;
  name: string;
  email: string;
  /** A field that people don't see. */
  website: string;
  kept: string[];
  files: Upload[];
  clientAddress: string;
}

export interface Sent {
  number: number;
  /** Of the private link. */
  key: string;
  /** Null when the visitor is not counted. */
  visitId: string | null;
}

const fields = z.object({
  subject: lineInput({ min: 1, max: 200 }),
  details: textInput({ max: 20_000 }),
  problem: textInput({ max: 4_000 }),
  name: lineInput({ min: 1, max: 120 }),
  email: emailInput,
});

/**
 * File a ticket from the ask form, with the story of the visit. The same form twice is one ticket.
 * @throws invalid, rate_limited, too_large: each with `details.form` and `details.kept`, which the form that is shown
 * again carries, so that nothing has to be typed or chosen twice. `details.reason` is `too_quick` when a person only
 * has to press again.
 */
export async function sendToSupport(ctx: Context, input: AskInput): Promise<Sent> {
  const form = await openAskForm(ctx, input.form);
  const received = await receiveFiles(ctx, input.files, input.kept);
  try {
    const typed = check(input, received);
    checkPerson(ctx, form, input);
    await takeToken(ctx, { key: `ask:${addressBlock(input.clientAddress)}`, ...limit });
    return await file(ctx, form!, typed, received);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const again = await sealAskForm(ctx, form ?? newAskForm(ctx));
    throw domainError(error.code, { ...error.details, form: again, kept: received.kept });
  }
}

function check(input: AskInput, { problem }: Received): z.output<typeof fields> {
  const parsed = fields.safeParse(input);
  const wrong: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? [])
    wrong[String(issue.path[0])] ??= /^[a-z_]+$/.test(issue.message) ? issue.message : 'invalid';
  if (problem) wrong.files = problem.code;
  if (!parsed.success || problem) throw domainError('invalid', { ...problem?.details, fields: wrong });
  return parsed.data;
}

/** Robots fill in everything, at once, or without having seen the form. Nobody is refused for good by these. */
function checkPerson(ctx: Context, form: AskForm | null, input: AskInput): void {
  if (input.website !== '') throw domainError('invalid', { fields: { website: 'must_be_empty' } });
  if (!form || isTooQuick(ctx, form)) throw domainError('invalid', { reason: 'too_quick' });
}

async function file(
  ctx: Context,
  form: AskForm,
  typed: z.output<typeof fields>,
  received: Received,
): Promise<Sent> {
  const story = await searchStory(ctx);
  return ctx.db.write(async () => {
    const visitId = ctx.actor.kind === 'visitor' && ctx.actor.isCounted ? ctx.actor.visitId : null;
    const { number, key, isNew } = await fileTicket(ctx, {
      subject: typed.subject,
      body: bodyOf(typed),
      name: typed.name,
      email: typed.email,
      locale: ctx.locale,
      submissionKey: form.key,
      files: received.uploads,
      visitId,
      story,
    });
    if (!isNew) return { number, key, visitId };
    const searchId = form.askId ?? undefined;
    const recorded = await recordEvent(ctx, { kind: 'ticket_filed', ticketId: number, searchId });
    return { number, key, visitId: recorded?.visitId ?? visitId };
  });
}

/** All the words: the details, and the description of the first step unless they repeat it. */
function bodyOf({ subject, details, problem }: z.output<typeof fields>): string {
  if (details.trim() === '') return problem.trim() === '' ? subject : problem;
  if (problem.trim() === '' || details.includes(problem.trim()) || problem.trim() === subject) return details;
  return `${problem}\n\n${details}`;
}
