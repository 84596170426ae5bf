import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { isUniqueViolation } from '#db/open.ts';
import { domainError } from '#src/errors.ts';
import { idInput, lineInput, textInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { deleteCanned, insertCanned, listCanned, updateCanned, type CannedReply } from './canned.store.ts';
import { parseInput, requireStaff } from './change.ts';

export type { CannedReply } from './canned.store.ts';

export const cannedInput = z.object({
  id: idInput.optional(),
  title: lineInput({ min: 1, max: 100 }),
  shortcut: z
    .string()
    .transform((text) => text.trim().replace(/^\//, '').toLowerCase())
    .pipe(z.string().regex(/^[\p{L}\p{N}_-]{1,30}$/u, { error: 'bad_shortcut' })),
  locale: z.enum(locales, { error: 'bad_choice' }),
  body: textInput({ min: 1, max: 10_000 }),
});
export type CannedInput = z.input<typeof cannedInput>;

/** What may stand between `{{` and `}}` in a canned reply. */
export const cannedFields = [
  'requester.name',
  'requester.first_name',
  'ticket.number',
  'ticket.subject',
  'agent.name',
  'site.name',
] as const;
export type CannedFields = Record<(typeof cannedFields)[number], string>;

/** A canned reply with its fields filled in; what is no field stays as it stands. */
export const fillCanned = (body: string, fields: CannedFields): string =>
  body.replace(/\{\{\s*([a-z_.]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(fields, name) ? fields[name as keyof CannedFields] : whole,
  );

/** Every canned reply, of one language or of all, by title. @throws sign_in_required */
export function cannedReplies(ctx: Context, locale?: string): Promise<CannedReply[]> {
  requireStaff(ctx);
  return listCanned(ctx.db.read, locale);
}

/** Write a new canned reply, or change one. @throws sign_in_required, invalid, not_found */
export async function saveCanned(ctx: Context, given: CannedInput): Promise<void> {
  const { agentId } = requireStaff(ctx);
  const { id, ...reply } = parseInput(cannedInput, given);
  const row = { ...reply, updatedById: agentId, updatedAt: ctx.now };
  try {
    const isThere = await ctx.db.write((tx) => (id ? updateCanned(tx, id, row) : insertCanned(tx, row)));
    if (!isThere) throw domainError('not_found', { reply: id });
  } catch (error) {
    if (isUniqueViolation(error)) throw domainError('invalid', { fields: { shortcut: 'taken' } });
    throw error;
  }
}

/** Remove a canned reply; one that is gone is no error. @throws sign_in_required */
export async function removeCanned(ctx: Context, id: number): Promise<void> {
  requireStaff(ctx);
  await ctx.db.write((tx) => deleteCanned(tx, id));
}
