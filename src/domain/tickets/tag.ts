import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket, parseInput, requireStaff } from './change.ts';
import { deleteTag, insertTag, listRecentTags, listTags } from './tag.store.ts';
import { limits, tagInput } from './ticket.ts';

/** Add a tag, in lower case; one that is there already is no error. @throws sign_in_required, not_found, invalid */
export function tagTicket(ctx: Context, number: number, text: string): Promise<void> {
  const tag = parseInput(tagInput, text, 'tag');
  return changeTicket(ctx, number, async ({ tx, ticket, set, record }) => {
    const tags = await listTags(tx, ticket.id);
    if (tags.includes(tag)) return;
    if (tags.length >= limits.tags) throw domainError('invalid', { fields: { tag: 'too_many' } });
    await insertTag(tx, ticket.id, tag);
    await set({});
    await record('tagged', { tag });
  });
}

/** Take a tag off. @throws sign_in_required, not_found */
export function untagTicket(ctx: Context, number: number, tag: string): Promise<void> {
  return changeTicket(ctx, number, async ({ tx, ticket, set, record }) => {
    if (!(await listTags(tx, ticket.id)).includes(tag)) return;
    await deleteTag(tx, ticket.id, tag);
    await set({});
    await record('untagged', { tag });
  });
}

/** Tags in use lately, for suggestions. @throws sign_in_required */
export async function knownTags(ctx: Context): Promise<string[]> {
  requireStaff(ctx);
  return listRecentTags(ctx.db.read);
}
