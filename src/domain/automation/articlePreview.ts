import type { Context } from '#src/context.ts';
import { previewArticle, type Preview, type previewFields } from '#src/domain/articles/preview.ts';
import type { z } from 'zod';
import { gateOfTicket } from './draftFromTicket.ts';

/** A text as it would be published; one that comes from a ticket with what it holds of that ticket's people. */
export async function articlePreview(
  ctx: Context,
  { ticket, ...input }: z.input<typeof previewFields> & { ticket?: number | undefined },
): Promise<Preview> {
  const gate = ticket ? await gateOfTicket(ctx, ticket) : null;
  return previewArticle(ctx, input, gate);
}
