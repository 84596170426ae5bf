import type { Readable } from 'node:stream';
import yazl from 'yazl';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { requireAdminOrSystem } from '#src/domain/accounts/guards.ts';
import { findRequester, type RequesterPerson } from '#src/domain/accounts/requester.ts';
import { exportSessions, getSignedIn } from '#src/domain/accounts/requesterSession.ts';
import { exportMails } from '#src/domain/mail/export.ts';
import { exportWishes } from '#src/domain/wishes/waiting.ts';
import { exportTickets } from '#src/domain/tickets/export.ts';

/** A zip with `everything.json`, and beside it every file and raw mail that it names. */
export interface Export {
  fileName: string;
  zip: Readable;
}

/** Everything the portal holds about oneself. @throws sign_in_required */
export async function exportMe(ctx: Context): Promise<Export> {
  const { id } = await getSignedIn(ctx);
  return pack(ctx, (await findRequester({ ...ctx, actor: { kind: 'system' } }, id))!);
}

/** The same by an admin for somebody. @throws sign_in_required, not_allowed, not_found */
export async function exportRequester(ctx: Context, id: number): Promise<Export> {
  requireAdminOrSystem(ctx);
  const person = await findRequester(ctx, id);
  if (!person) throw domainError('not_found', { requester: id });
  return pack(ctx, person);
}

async function pack(ctx: Context, person: RequesterPerson): Promise<Export> {
  const q = ctx.db.read;
  const { files, ...own } = await exportTickets(q, person.id);
  const { files: raw, ...mails } = await exportMails(q, { requesterId: person.id, email: person.email });
  const waitingFor = await exportWishes(q, person.email);
  const { id: _, ...about } = person;
  const everything = {
    portal: ctx.config.siteName,
    exportedAt: ctx.now,
    person: about,
    ...own,
    mails,
    waitingFor,
    signedIn: await exportSessions(q, person.id),
  };
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from(JSON.stringify(everything, null, 2)), 'everything.json', { mtime: ctx.now });
  for (const { path, hash } of [...files, ...raw])
    if (await ctx.files.has(hash))
      zip.addReadStreamLazy(path, { mtime: ctx.now }, (done) => done(null, ctx.files.read(hash)));
  zip.end();
  return {
    fileName: `${ctx.now.toISOString().slice(0, 10)}-everything.zip`,
    zip: zip.outputStream as Readable,
  };
}
