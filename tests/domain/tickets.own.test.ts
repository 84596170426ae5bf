import { expect, test } from 'vitest';
import type { AgentActor, Context, VisitorActor } from '#src/context.ts';
import { addPerson } from '#src/domain/tickets/addPerson.ts';
import { closeTicket } from '#src/domain/tickets/close.ts';
import { closeOwnTicket } from '#src/domain/tickets/closeOwn.ts';
import { fileTicket, type Filed } from '#src/domain/tickets/fileTicket.ts';
import { followUp } from '#src/domain/tickets/followUp.ts';
import { withKeptFiles, type KeptFile } from '#src/domain/tickets/keptFiles.ts';
import { getOwnTicket } from '#src/domain/tickets/ownTicket.ts';
import { ownPageSize, ownTickets } from '#src/domain/tickets/ownTickets.ts';
import { privateKeyOf } from '#src/domain/tickets/people.ts';
import { reopenOwnTicket } from '#src/domain/tickets/reopen.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { replyAsRequester } from '#src/domain/tickets/replyAsRequester.ts';
import { requesterView } from '#src/domain/tickets/requesterView.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { eachEngine } from '../helpers.ts';

let counter = 0;
const unique = () => `own-${String(++counter).padStart(16, '0')}`;
const visitor = (more: Partial<VisitorActor> = {}): VisitorActor => ({
  kind: 'visitor',
  visitId: null,
  isCounted: false,
  ticketKeys: {},
  ...more,
});
const gone = { code: 'not_found' };

eachEngine((get) => {
  const file = (email = `${unique()}@example.com`, subject = 'Blank pages', now?: Date) =>
    fileTicket(get(visitor(), now), {
      subject,
      body: 'Since this morning.',
      name: 'Ada',
      email,
      locale: 'en',
      submissionKey: unique(),
    });
  const withKey = ({ number, key }: Pick<Filed, 'number' | 'key'>) =>
    get(visitor({ ticketKeys: { [number]: key } }));
  const agent = async (name: string): Promise<Context & { actor: AgentActor }> => {
    const ctx = get();
    const row = { email: `${unique()}@example.com`, name, role: 'agent' as const, passwordHash: '' };
    const [made] = await ctx.db.write((tx) =>
      tx
        .insert(tx.tables.agents)
        .values({ ...row, createdAt: ctx.now })
        .returning({ id: tx.tables.agents.id }),
    );
    return { ...ctx, actor: { kind: 'agent', id: made!.id, name, role: 'agent', tier: 1 } };
  };

  test('the list holds one’s own tickets and those in copy, the one that moved last first, page by page', async () => {
    const email = `${unique()}@example.com`;
    const start = Date.now() - 1_000_000;
    const filed: number[] = [];
    for (let i = 0; i < ownPageSize; i++)
      filed.push((await file(email, `Nr ${i}`, new Date(start + i * 1_000))).number);
    const theirs = await file();
    const me = (await getOwnTicket(withKey(theirs), theirs.number)).requesterId;
    const { requesterId } = (await ticketView(get(), filed[0]!)).ticket;
    await addPerson(get(), theirs.number, { email });
    await file();
    const ada = get(visitor({ requesterId }));
    const first = await ownTickets(ada);
    expect(first.tickets.map(({ id }) => id)).toEqual([theirs.number, ...filed.toReversed().slice(0, -1)]);
    expect(first.tickets[0]!.isMine).toBe(false);
    expect(first.hasMore).toBe(true);
    const second = await ownTickets(ada, 2);
    expect([second.tickets.map(({ id }) => id), second.hasMore]).toEqual([[filed[0]], false]);
    expect((await ownTickets(get(visitor({ requesterId: me })))).tickets).toHaveLength(1);
    expect((await ownTickets(get(visitor()))).tickets).toEqual([]);
    expect((await ownTickets(get())).tickets).toEqual([]);
  });

  test('without signing in the list holds what this browser has a right key of', async () => {
    const [a, b, c] = [await file(), await file(), await file()];
    const keys = { [a.number]: a.key, [b.number]: c.key, [c.number]: 'x' };
    const { tickets } = await ownTickets(get(visitor({ ticketKeys: keys })));
    expect(tickets.map(({ id }) => id)).toEqual([a.number]);
  });

  test('the last action is told in the reader’s terms, and never a note or a hand-over inside', async () => {
    const bo = await agent('Bo');
    const filed = await file();
    const ada = withKey(filed);
    const last = async (ctx: Context) => (await requesterView(ctx, filed.number)).last;
    expect(await last(ada)).toMatchObject({ kind: 'filed', by: 'me' });
    const ben = await addPerson(bo, filed.number, { email: `${unique()}@example.com`, name: 'Ben' });
    const key = (await privateKeyOf(get(), filed.number, ben))!;
    const later = (ms: number) => ({ now: new Date(Date.now() + ms) });
    const asBen = withKey({ number: filed.number, key });
    await replyAsRequester({ ...asBen, ...later(1_000) }, filed.number, { body: 'Me too.' });
    expect(await last(ada)).toMatchObject({ kind: 'requester_replied', by: 'participant', name: 'Ben' });
    expect(await last(asBen)).toMatchObject({ kind: 'requester_replied', by: 'me', name: null });
    await replyAsAgent({ ...bo, ...later(2_000) }, filed.number, { body: 'Sealed?' });
    expect(await last(ada)).toMatchObject({ kind: 'replied', by: 'agent', name: 'Bo' });
    const { tickets } = await ownTickets(ada);
    expect(tickets[0]!.holder).toBe('Bo');
    await closeOwnTicket({ ...asBen, ...later(3_000) }, filed.number);
    expect(await last(ada)).toMatchObject({ kind: 'resolved', by: 'me' });
  });

  test('closing one’s own ticket resolves it by the last answer; it can be reopened', async () => {
    const bo = await agent('Bo');
    const filed = await file();
    const ada = withKey(filed);
    const reply = await replyAsAgent(bo, filed.number, { body: 'Take off the seal.' });
    await closeOwnTicket(ada, filed.number);
    await closeOwnTicket(ada, filed.number);
    const { ticket, events } = await ticketView(bo, filed.number);
    expect(ticket).toMatchObject({
      state: 'resolved',
      resolvedById: bo.actor.id,
      solvedByMessageId: reply,
      wasKnown: false,
    });
    expect(events.filter(({ kind }) => kind === 'resolved')).toMatchObject([{ actorKind: 'requester' }]);
    await reopenOwnTicket(ada, filed.number);
    expect((await ticketView(bo, filed.number)).ticket).toMatchObject({ state: 'open', resolvedAt: null });
    await expect(closeOwnTicket(get(visitor()), filed.number)).rejects.toMatchObject(gone);
  });

  test('a closed ticket goes on in a new one, of whoever writes', async () => {
    const filed = await file();
    const ada = withKey(filed);
    await expect(followUp(ada, filed.number, { body: 'Again.' })).rejects.toMatchObject({ code: 'conflict' });
    const email = `${unique()}@example.com`;
    const ben = await addPerson(get(), filed.number, { email, name: 'Ben' });
    await closeTicket(get(), filed.number);
    expect(await requesterView(ada, filed.number)).toMatchObject({ canReply: false, canFollowUp: true });
    const form = { body: 'It is back.', submissionKey: unique() };
    const next = await followUp(ada, filed.number, form);
    expect((await followUp(ada, filed.number, form)).number).toBe(next.number);
    const view = await requesterView(get(visitor({ ticketKeys: { [next.number]: next.key } })), next.number);
    expect(view).toMatchObject({ subject: 'Blank pages', requesterName: 'Ada', follows: null });
    const both = get(visitor({ ticketKeys: { [next.number]: next.key, [filed.number]: filed.key } }));
    // Each way is shown to those who may go it.
    expect((await requesterView(both, filed.number)).followedBy.map(({ number }) => number)).toEqual([
      next.number,
    ]);
    expect((await requesterView(ada, filed.number)).followedBy).toEqual([]);
    expect((await requesterView(both, next.number)).follows).toEqual({
      number: filed.number,
      subject: 'Blank pages',
    });
    const bens = await followUp(get(visitor({ requesterId: ben })), filed.number, { body: 'And mine.' });
    expect((await ticketView(get(), bens.number)).requester.email).toBe(email);
    await expect(followUp(get(visitor()), filed.number, { body: 'x' })).rejects.toMatchObject(gone);
  });

  test('files of a refused reply need not be chosen again', async () => {
    const filed = await file();
    const ada = withKey(filed);
    const fresh = [{ name: 'log.txt', bytes: Buffer.from('log') }];
    const write = (tokens: string[], body: string) =>
      withKeptFiles(ada, { fresh: tokens.length > 0 ? [] : fresh, tokens }, (files) =>
        replyAsRequester(ada, filed.number, { body, files }),
      );
    const refused = await write([], ' ').catch((error: { details: { kept: KeptFile[] } }) => error);
    expect(refused).toMatchObject({ details: { fields: { body: 'required' }, kept: [{ name: 'log.txt' }] } });
    const { kept } = (refused as { details: { kept: KeptFile[] } }).details;
    await write(
      kept.map(({ token }) => token),
      'Here it is.',
    );
    const { messages } = await requesterView(ada, filed.number);
    expect(messages.at(-1)!.files.map(({ name }) => name)).toEqual(['log.txt']);
  });
});
