import { randomBytes } from 'node:crypto';
import type { Context } from '#src/context.ts';
import { seal, unseal } from '#src/domain/seal/seal.ts';

/** What one ask form carries from step to step, signed. */
export interface AskForm {
  /** When it was first shown, milliseconds since 1970. */
  at: number;
  /** Of the ticket it becomes: the same form sent twice is one ticket. */
  key: string;
  /** The event of the suggestions that were shown, if any. */
  askId: number | null;
}

const purpose = 'ask';
/** Nobody reads a form and fills it in faster than this, in milliseconds. */
const minimumMs = 1_500;

export const newAskForm = (ctx: Context, askId: number | null = null): AskForm => ({
  at: ctx.now.getTime(),
  key: randomBytes(16).toString('base64url'),
  askId,
});

export const sealAskForm = (ctx: Context, form: AskForm): Promise<string> => seal(ctx, purpose, form);

/** The form that a step carried, or null when it is none of ours. */
export async function openAskForm(ctx: Context, sealed: unknown): Promise<AskForm | null> {
  return (await unseal(ctx, purpose, sealed)) as AskForm | null;
}

/** Whether a form came back faster than a person could have filled it in. */
export const isTooQuick = (ctx: Context, form: AskForm): boolean => ctx.now.getTime() - form.at < minimumMs;
