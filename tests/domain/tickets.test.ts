import { expect, test } from 'vitest';
import type { AgentActor, Context, VisitorActor } from '#src/context.ts';
import { fileTicket, type Filed } from '#src/domain/tickets/fileTicket.ts';
import { queue } from '#src/domain/tickets/queue.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { requesterView } from '#src/domain/tickets/requesterView.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { eachEngine } from '../helpers.ts';

let counter = 0;
const unique = () => `form-${String(++counter).padStart(16, '0')}`;

eachEngine((get) => {
  const visitor = (keys: Record<number, string> = {}): VisitorActor => ({
    kind: 'visitor',
    visitId: null,
    isCounted: true,
    ticketKeys: keys,
  });
  const form = (values: Partial<Parameters<typeof fileTicket>[1]> = {}) => ({
    subject: 'The printer prints blank pages',
    body: 'Since this morning.\n\nIt is a LaserJet.',
    name: 'Ada',
    email: 'ada@example.com',
    locale: 'en' as const,
    submissionKey: unique(),
    ...values,
  });
  const file = (values: Parameters<typeof form>[0] = {}, now?: Date) =>
    fileTicket(get(visitor(), now), form(values));
  const requester = ({ number, key }: Filed, now?: Date) => get(visitor({ [number]: key }), now);
  const agent = async (name = 'Bo', tier = 1): Promise<Context & { actor: AgentActor }> => {
    const ctx = get();
    const id = await ctx.db.write(async (tx) => {
      const [row] = await tx
        .insert(tx.tables.agents)
        .values({
          email: `${unique()}@example.com`,
          name,
          role: 'agent',
          tier,
          passwordHash: '',
          createdAt: ctx.now,
        })
        .returning({ id: tx.tables.agents.id });
      return row!.id;
    });
    return { ...ctx, actor: { kind: 'agent', id, name, role: 'agent', tier } };
  };
  const eventsOf = async (ctx: Context, number: number) =>
    (await ticketView(ctx, number)).events.map((event) => event.kind);

  test('a filed ticket is in the queue, is answered, resolved, and followed by its private link', async () => {
    const bo = await agent();
    const filed = await file({
      story: [{ at: new Date().toISOString(), kind: 'search', query: 'blank pages' }],
    });
    const page = await queue(bo, new URLSearchParams());
    expect(page.rows[0]).toMatchObject({ id: filed.number, requesterName: 'Ada', state: 'new' });
    const messageId = await replyAsAgent(bo, filed.number, { body: 'Is the **cartridge** sealed?' });
    const view = await ticketView(bo, filed.number);
    expect(view.ticket).toMatchObject({ state: 'waiting', publicReplies: 1, assigneeId: bo.actor.id });
    expect(view.ticket.story).toMatchObject([{ kind: 'search', query: 'blank pages' }]);
    expect(view.messages.map((m) => m.html)).toEqual([
      '',
      '<p>Is the <strong>cartridge</strong> sealed?</p>',
    ]);
    expect(view.suggestedSolution).toBe(messageId);
    await resolveTicket(bo, filed.number, { solvedByMessageId: messageId });
    const theirs = await requesterView(requester(filed), filed.number);
    expect(theirs).toMatchObject({ state: 'resolved', assigneeName: 'Bo', canReply: true });
    expect(theirs.messages).toHaveLength(2);
    expect(await eventsOf(bo, filed.number)).toEqual([
      'filed',
      'replied',
      'state_changed',
      'assigned',
      'resolved',
    ]);
  });

  test('the same form is one ticket with one link, also when sent many times at once', async () => {
    const same = form();
    const all = await Promise.all(Array.from({ length: 6 }, () => fileTicket(get(visitor()), same)));
    expect(new Set(all.map((one) => one.number)).size).toBe(1);
    expect(new Set(all.map((one) => one.key)).size).toBe(1);
    expect(all.filter((one) => one.isNew)).toHaveLength(1);
    const again = await fileTicket(get(visitor()), same);
    expect(again).toEqual({ ...all[0], isNew: false });
    const corrected = await fileTicket(get(visitor()), { ...same, body: 'Since yesterday.' });
    expect(corrected.number).not.toBe(again.number);
    expect(corrected.key).not.toBe(again.key);
  });
});
