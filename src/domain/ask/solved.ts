import type { Context } from '#src/context.ts';
import { recordEvent, type Recorded } from '#src/domain/visits/recordEvent.ts';
import { openAskForm } from './form.ts';

/** The answers shown in the ask flow solved it: the visit ends well. */
export async function solvedByAnswers(ctx: Context, sealedForm: string): Promise<Recorded | null> {
  const form = await openAskForm(ctx, sealedForm);
  return recordEvent(ctx, { kind: 'solved', searchId: form?.askId ?? undefined });
}
