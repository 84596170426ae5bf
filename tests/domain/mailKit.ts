import type { Context } from '#src/context.ts';
import { receiveMail } from '#src/domain/mail/receive.ts';

/** A message from outside; what is left out is like any other. */
export interface Written {
  from?: string;
  to?: string;
  subject?: string;
  headers?: string;
  body?: string;
}

/** The mailbox that it comes to. */
export const box = { address: 'help@desk.test' };
let serial = 0;

export const raw = ({
  from = 'Ada <ada@shop.test>',
  to = box.address,
  subject = 'It broke',
  headers = '',
  body = 'Hello',
}: Written) =>
  Buffer.from(
    `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${++serial}.${Date.now()}@shop.test>\r\n${headers}\r\n${body}`,
  );

export const receive = (ctx: Context, written: Written) => receiveMail(ctx, raw(written), { kind: 'pipe' });

/** The latest mail that went to an address. */
export async function lastMailTo(ctx: Context, email: string) {
  const rows = await ctx.db.read.select().from(ctx.db.read.tables.sentMails);
  return rows.findLast(({ toEmail }) => toEmail === email)!;
}
