import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { newMessageId, readMessageId, readReplyAddress, replyAddress } from '#src/domain/mail/thread.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { eachEngine, newAgent } from '../helpers.ts';

const ask = (ctx: Context, email: string, subject = 'Buy http://spam.example now') =>
  fileTicket(ctx, { email, name: 'Win a prize', subject, body: 'SPAM BODY', locale: 'en' });

async function outboxOf(ctx: Context, email: string) {
  const { sentMails } = ctx.db.read.tables;
  return ctx.db.read.select().from(sentMails).where(eq(sentMails.toEmail, email)).orderBy(asc(sentMails.id));
}

eachEngine((get) => {
  test('a receipt commits with its ticket, and a rolled-back ticket leaves none', async () => {
    const ctx = get();
    await expect(
      ctx.db.write(async () => {
        await ask(ctx, 'rolled@example.org');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await outboxOf(ctx, 'rolled@example.org')).toEqual([]);
    const { number } = await ask(ctx, 'kept@example.org');
    const [mail] = await outboxOf(ctx, 'kept@example.org');
    expect(mail).toMatchObject({ kind: 'receipt', ticketId: number, state: 'unsent', locale: 'en' });
  });

  test('the receipt to an unproved address quotes nothing, and there is one an hour', async () => {
    const ctx = get();
    await ask(ctx, 'victim@example.org');
    await ask(ctx, 'victim@example.org', 'Another');
    const [first, second] = await outboxOf(ctx, 'victim@example.org');
    expect(`${first!.subject} ${first!.text} ${first!.html} ${first!.toName}`).not.toMatch(/spam|prize/i);
    expect(first!.text).toContain('/en/tickets/');
    expect(second!.state).toBe('capped');
    const later = get(undefined, new Date(ctx.now.getTime() + 3_600_001));
    await ask(later, 'victim@example.org', 'A third');
    expect((await outboxOf(ctx, 'victim@example.org'))[2]!.state).toBe('unsent');
  });

  test('an agent’s reply carries the message, and waiting and assigning are no mails of their own', async () => {
    const ctx = get();
    const { number } = await ask(ctx, 'carla@example.org', 'The printer');
    const anna = await newAgent(ctx, { name: 'Anna' });
    await replyAsAgent(anna, number, { body: 'Press **the** button <script>' });
    const mails = await outboxOf(ctx, 'carla@example.org');
    expect(mails.map(({ kind }) => kind)).toEqual(['receipt', 'reply']);
    expect(mails[1]!.text).toContain('Press **the** button');
    expect(mails[1]!.html).toContain('<strong>the</strong>');
    expect(mails[1]!.html).not.toContain('<script');
    expect(mails[1]!.subject).toBe('Re: The printer');
  });

  test('Message-IDs and reply addresses lead back to their ticket, and only ours do', async () => {
    const ctx = get();
    const id = await newMessageId(ctx, { ticketId: 12, sideThreadId: 3 }, 'help.example.com');
    const thread = { ticketId: 12, sideThreadId: 3, requesterId: null, agentId: null };
    expect(await readMessageId(ctx, id)).toEqual(thread);
    expect(await readMessageId(ctx, id.toUpperCase())).toEqual(thread);
    expect(await readMessageId(ctx, id.replace('t12', 't13'))).toBeNull();
    expect(await readMessageId(ctx, await newMessageId(ctx, {}))).toBeNull();
    const address = await replyAddress(ctx, { address: 'help@example.com' }, { ticketId: 12 });
    expect(address).toMatch(/^help\+t12\.[0-9a-f]{20}@example\.com$/);
    expect(await readReplyAddress(ctx, address)).toEqual({ ...thread, sideThreadId: null });
    const own = await replyAddress(ctx, { address: 'help@example.com' }, { ticketId: 12, agentId: 4 });
    expect(own).toMatch(/^help\+t12a4\.[0-9a-f]{20}@example\.com$/);
    expect(await readReplyAddress(ctx, own)).toEqual({ ...thread, sideThreadId: null, agentId: 4 });
    expect(await readReplyAddress(ctx, own.replace('a4', 'a5'))).toBeNull();
    expect(await readReplyAddress(ctx, address.replace('t12', 't12a4'))).toBeNull();
    expect(await readReplyAddress(ctx, address.replace('t12', 't1'))).toBeNull();
    expect(await readReplyAddress(ctx, 'help@example.com')).toBeNull();
  });
});
