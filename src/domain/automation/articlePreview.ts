import type { Context } from '#src/context.ts';
import { previewArticle, type Preview, type previewFields } from '#src/domain/articles/preview.ts';
import { idInput } from '#src/domain/text.ts';
import type { z } from 'zod';
import { gateOfWriting } from './gateOfWriting.ts';

/** A text as it would be published; one that comes from tickets or answers some with what it holds of their people. */
export async function articlePreview(
  ctx: Context,
  { ticket, ...input }: z.input<typeof previewFields> & { ticket?: number | undefined },
): Promise<Preview> {
  const gate = await gateOfWriting(ctx, { ticket, id: idInput.optional().catch(undefined).parse(input.id) });
  return previewArticle(ctx, input, gate ?? null);
}
