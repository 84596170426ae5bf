import { existsSync, readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Context, VisitorActor } from '#src/context.ts';
import { openPrivateLink } from '#src/domain/tickets/accessKey.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { assignTicket } from '#src/domain/tickets/assign.ts';
import { getAttachment } from '#src/domain/tickets/attachments.ts';
import { changeState } from '#src/domain/tickets/changeState.ts';
import { closeResolved, closeTicket } from '#src/domain/tickets/close.ts';
import { fileTicket, type Filed } from '#src/domain/tickets/fileTicket.ts';
import { linkArticle, ticketsOfArticle, unlinkArticle } from '#src/domain/tickets/linkArticle.ts';
import { getOwnTicket } from '#src/domain/tickets/ownTicket.ts';
import { announcePresence, dropStalePresence, othersPresent } from '#src/domain/tickets/presence.ts';
import { queue, queueChanges } from '#src/domain/tickets/queue.ts';
import { reopenOwnTicket, reopenTicket } from '#src/domain/tickets/reopen.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { replyAsRequester } from '#src/domain/tickets/replyAsRequester.ts';
import { ownTickets } from '#src/domain/tickets/ownTickets.ts';
import { requesterView } from '#src/domain/tickets/requesterView.ts';
import { resolveTicket, resolveUnasked, type Solution } from '#src/domain/tickets/resolve.ts';
import { forgetFilter, saveFilter, savedFilters } from '#src/domain/tickets/savedFilter.ts';
import { searchTickets } from '#src/domain/tickets/search.ts';
import { setPriority } from '#src/domain/tickets/setPriority.ts';
import { handOver } from '#src/domain/tickets/handOver.ts';
import { snoozeTicket, wakeTickets } from '#src/domain/tickets/snooze.ts';
import { knownTags, tagTicket, untagTicket } from '#src/domain/tickets/tag.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import type { DomainError } from '#src/errors.ts';
import { eachEngine, newAgent, oneOff } from '../helpers.ts';

let counter = 0;
const unique = () => `form-${String(++counter).padStart(16, '0')}`;
const hour = 3_600_000;
const day = 24 * hour;
const later = (ms: number) => new Date(Date.now() + ms);
const at = <C extends Context>(ctx: C, now: Date): C => ({ ...ctx, now });
const visitor = (keys: Record<number, string> = {}): VisitorActor => ({
  kind: 'visitor',
  visitId: null,
  isCounted: true,
  ticketKeys: keys,
});
const text = (words: string) => ({ name: 'notes.txt', bytes: Buffer.from(words) });
const form = (values: Partial<Parameters<typeof fileTicket>[1]> = {}) => ({
  subject: 'The printer prints blank pages',
  body: 'Since this morning.\n\nIt is a LaserJet.',
  name: 'Ada',
  email: 'ada@example.com',
  locale: 'en' as const,
  submissionKey: unique(),
  ...values,
});

eachEngine((get) => {
  const file = (values: Parameters<typeof form>[0] = {}, now?: Date) =>
    fileTicket(get(visitor(), now), form(values));
  const requester = ({ number, key }: Filed, now?: Date) => get(visitor({ [number]: key }), now);
  const agent = (name = 'Bo', tier = 1) => newAgent(get(), { name, tier });
  const article = async (title: string, publishedAt: Date | null): Promise<number> => {
    const ctx = get();
    return ctx.db.write(async (tx) => {
      const { categories, articles } = tx.tables;
      const key = unique();
      const category = { key, locale: 'en', slug: key, title: 'Printers' };
      const [made] = await tx.insert(categories).values(category).returning({ id: categories.id });
      const row = {
        key,
        locale: 'en',
        slug: key,
        categoryId: made!.id,
        title,
        state: publishedAt ? ('published' as const) : ('draft' as const),
        tags: [],
        related: [],
        source: '',
        headings: [],
        sections: [],
        extra: {},
        createdAt: ctx.now,
        updatedAt: ctx.now,
        publishedAt,
      };
      const [written] = await tx.insert(articles).values(row).returning({ id: articles.id });
      return written!.id;
    });
  };
  const eventsOf = async (ctx: Context, number: number) =>
    (await ticketView(ctx, number)).events.map((event) => event.kind);
  const stateOf = async (number: number) => (await ticketView(get(), number)).ticket.state;

  // ── filing ───────────────────────────────────────────────────────────────────────────────────────────────────

  test('a filed ticket is in the queue, is answered, resolved, and followed by its private link', async () => {
    const bo = await agent();
    const story = [{ at: new Date().toISOString(), kind: 'search', query: 'blank pages' }];
    const filed = await file({ story });
    const page = await queue(bo, new URLSearchParams());
    expect(page.rows[0]).toMatchObject({ id: filed.number, requesterName: 'Ada', state: 'new' });
    const messageId = await replyAsAgent(bo, filed.number, { body: 'Is the **cartridge** sealed?' });
    const view = await ticketView(bo, filed.number);
    expect(view.ticket).toMatchObject({ state: 'waiting', publicReplies: 1, assigneeId: bo.actor.id, story });
    expect(view.messages.map((m) => m.html)).toEqual([
      '',
      '<p>Is the <strong>cartridge</strong> sealed?</p>',
    ]);
    expect(view.suggestedSolution).toBe(messageId);
    await resolveTicket(bo, filed.number, { ...oneOff, solvedByMessageId: messageId });
    const theirs = await requesterView(requester(filed), filed.number);
    expect(theirs).toMatchObject({ state: 'resolved', assigneeName: 'Bo', canReply: true });
    expect(theirs.messages).toHaveLength(2);
    const events = ['filed', 'replied', 'state_changed', 'assigned', 'resolved'];
    expect(await eventsOf(bo, filed.number)).toEqual(events);
  });

  test('the same form is one ticket with one link, also when sent many times at once', async () => {
    const same = form({ files: [text('log')] });
    const all = await Promise.all(Array.from({ length: 6 }, () => fileTicket(get(visitor()), same)));
    expect(new Set(all.map((one) => one.number)).size).toBe(1);
    expect(new Set(all.map((one) => one.key)).size).toBe(1);
    expect(all.filter((one) => one.isNew)).toHaveLength(1);
    const again = await fileTicket(get(visitor()), same);
    expect(again).toEqual({ ...all[0], isNew: false, messageId: null });
    const view = await ticketView(get(), again.number);
    expect(view.messages).toHaveLength(1);
    expect(view.messages[0]!.files).toHaveLength(1);
    const corrected = await fileTicket(get(visitor()), { ...same, body: 'Since yesterday.' });
    expect(corrected.number).not.toBe(again.number);
    expect(corrected.key).not.toBe(again.key);
  });

  test('of the key only a hash is stored', async () => {
    const filed = await file();
    const { db } = get();
    const rows = JSON.stringify(await db.read.select().from(db.read.tables.tickets));
    const settings = JSON.stringify(await db.read.select().from(db.read.tables.settings));
    expect(rows + settings).not.toContain(filed.key);
  });

  test.each([
    ['an empty subject', { subject: '  ' }, { subject: 'required' }],
    ['a subject too long', { subject: 'x'.repeat(301) }, { subject: 'too_long' }],
    ['an empty body', { body: '\n ' }, { body: 'required' }],
    ['a body too long', { body: 'x'.repeat(50_001) }, { body: 'too_long' }],
    ['NUL in a subject', { subject: 'a\0b' }, { subject: 'bad_character' }],
    ['NUL in a body', { body: 'a\0b' }, { body: 'bad_character' }],
    ['NUL in a name', { name: 'a\0b' }, { name: 'bad_character' }],
    ['no address', { email: 'nobody' }, { email: 'bad_email' }],
    ['an easily guessed form key', { submissionKey: '1' }, { submissionKey: 'invalid' }],
    ['a wrong language', { locale: 'xx' as 'en' }, { locale: 'invalid' }],
  ])('%s is refused by its field', async (_what, values, fields) => {
    const refused = file(values);
    await expect(refused).rejects.toMatchObject({ code: 'invalid', details: { fields } });
  });

  test('files: not too many, not too large, of a kind that is taken; the same bytes are kept once', async () => {
    const ctx = get(visitor());
    const small = { ...ctx, config: { ...ctx.config, uploadMaxBytes: 10 } };
    const refused = (files: { name: string; bytes: Uint8Array }[]) => fileTicket(small, form({ files }));
    await expect(refused([text('eleven byte')])).rejects.toMatchObject({
      code: 'too_large',
      details: { fields: { files: 'file_too_large' }, file: 'notes.txt', maxBytes: 10 },
    });
    await expect(refused(Array.from({ length: 6 }, () => text('x')))).rejects.toMatchObject({
      details: { fields: { files: 'too_many_files' }, max: 5 },
    });
    const page = { name: 'a.txt', bytes: Buffer.from('<html>') };
    await expect(refused([text('fine'), page])).rejects.toMatchObject({
      details: { fields: { files: 'file_type' }, file: 'a.txt' },
    });
    await expect(refused([{ name: 'a\0b', bytes: Buffer.from('x') }])).rejects.toMatchObject({
      code: 'invalid',
    });
    const names = ['../up "quoted"\r\n.txt', '🙂.txt'];
    const files = names.map((name) => ({ name, bytes: Buffer.from('the same') }));
    const { number } = await fileTicket(ctx, form({ files }));
    const { messages } = await ticketView(get(), number);
    expect(messages[0]!.files.map((kept) => kept.name)).toEqual(names);
    const rows = await ctx.db.read.select().from(ctx.db.read.tables.attachments);
    const hashes = rows.filter((row) => row.ticketId === number).map((row) => row.hash);
    expect(new Set(hashes).size).toBe(1);
    expect(await ctx.files.has(hashes[0]!)).toBe(true);
  });

  test('one address under two names: neither renames the other', async () => {
    const first = await file({ email: 'shared@example.com', name: 'Ann' });
    const second = await file({ email: 'SHARED@example.com', name: 'Bea' });
    const one = await ticketView(get(), first.number);
    const two = await ticketView(get(), second.number);
    expect([one.ticket.requesterName, two.ticket.requesterName]).toEqual(['Ann', 'Bea']);
    expect(two.requester).toMatchObject({ email: 'shared@example.com', tickets: 2 });
    expect(two.otherTickets.map((other) => other.id)).toEqual([first.number]);
  });

  test('naughty strings come back as they were, from subject, body, name and tag-free search', async () => {
    const path = new URL('../../../shared/corpora/blns/cases.jsonl', import.meta.url);
    if (!existsSync(path)) return console.info('shared/corpora/blns is not here: skipped');
    const strings = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { s: string }).s);
    let kept = 0;
    for (const naughty of strings) {
      const filing = file({ subject: naughty, body: naughty, name: naughty });
      const filed = await filing.catch((error: { code: string }) => error.code);
      if (typeof filed === 'string') {
        expect(filed).toBe('invalid');
        expect(naughty.trim() === '' || naughty.includes('\0')).toBe(true);
        continue;
      }
      const { ticket, messages } = await ticketView(get(), filed.number);
      expect([ticket.subject, messages[0]!.body, ticket.requesterName]).toEqual([naughty, naughty, naughty]);
      await searchTickets(get(), naughty);
      kept++;
    }
    expect(kept).toBeGreaterThan(strings.length * 0.9);
  }, 120_000);

  // ── who may see it ───────────────────────────────────────────────────────────────────────────────────────────

  test('nobody sees another’s ticket: without its key it does not exist', async () => {
    const [mine, theirs] = [await file(), await file({ email: 'eve@example.com' })];
    const nobody = get(visitor());
    const eve = requester(theirs);
    const swapped = get(visitor({ [mine.number]: theirs.key }));
    const gone = { code: 'not_found' };
    for (const ctx of [nobody, eve, swapped]) {
      await expect(requesterView(ctx, mine.number)).rejects.toMatchObject(gone);
      await expect(getOwnTicket(ctx, mine.number)).rejects.toMatchObject(gone);
      await expect(replyAsRequester(ctx, mine.number, { body: 'Hi' })).rejects.toMatchObject(gone);
      await expect(reopenOwnTicket(ctx, mine.number)).rejects.toMatchObject(gone);
    }
    await expect(requesterView(eve, 999_999)).rejects.toMatchObject(gone);
    await expect(openPrivateLink(nobody, mine.number, theirs.key)).rejects.toMatchObject(gone);
    await expect(openPrivateLink(nobody, mine.number, '')).rejects.toMatchObject(gone);
    const cookie = await openPrivateLink(nobody, mine.number, mine.key);
    expect(cookie).toMatchObject({ name: `portico_ticket_${mine.number}`, value: mine.key });
    expect(cookie.options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
    expect((await ownTickets(eve)).tickets.map((ticket) => ticket.id)).toEqual([theirs.number]);
    expect((await ownTickets(swapped)).tickets.map((ticket) => ticket.id)).toEqual([]);
  });

  test('what is the agents’ is refused to requesters', async () => {
    const filed = await file();
    const ctx = requester(filed);
    const { number } = filed;
    const attempts = [
      () => replyAsAgent(ctx, number, { body: 'x' }),
      () => addNote(ctx, number, { body: 'x' }),
      () => assignTicket(ctx, number, null),
      () => setPriority(ctx, number, { impact: 3, urgency: 3 }),
      () => handOver(ctx, number, { to: 'tier:2', why: 'escalation' }),
      () => tagTicket(ctx, number, 'x'),
      () => untagTicket(ctx, number, 'x'),
      () => changeState(ctx, number, 'open'),
      () => closeTicket(ctx, number),
      () => reopenTicket(ctx, number),
      () => resolveTicket(ctx, number),
      () => snoozeTicket(ctx, number, later(day)),
      () => linkArticle(ctx, number, 1, 'answers'),
      () => unlinkArticle(ctx, number, 1),
      () => announcePresence(ctx, number, { isAnswering: true }),
      () => ticketView(ctx, number),
      () => queue(ctx, new URLSearchParams()),
      () => queueChanges(ctx, new URLSearchParams(), new Date(0)),
      () => searchTickets(ctx, 'printer'),
      () => saveFilter(ctx, { name: 'x', query: '' }),
      () => knownTags(ctx),
      () => ticketsOfArticle(ctx, 1),
    ];
    for (const attempt of attempts)
      await expect((async () => attempt())(), String(attempt)).rejects.toMatchObject({
        code: 'sign_in_required',
      });
    expect(await eventsOf(get(), number)).toEqual(['filed']);
  });

  test('a requester never sees a note nor what hangs on it', async () => {
    const bo = await agent();
    const filed = await file({ files: [text('from the requester')] });
    await addNote(bo, filed.number, { body: 'Known trouble-maker.', files: [text('internal')] });
    const theirs = await requesterView(requester(filed), filed.number);
    expect(JSON.stringify(theirs)).not.toMatch(/trouble|"note"/);
    const { messages } = await ticketView(bo, filed.number);
    const [own, internal] = messages.map((message) => message.files[0]!.id);
    const download = await getAttachment(requester(filed), own!);
    expect(await buffer(download.read())).toEqual(Buffer.from('from the requester'));
    await expect(getAttachment(requester(filed), internal!)).rejects.toMatchObject({ code: 'not_found' });
    await expect(getAttachment(get(visitor()), own!)).rejects.toMatchObject({ code: 'not_found' });
    expect((await getAttachment(bo, internal!)).name).toBe('notes.txt');
  });

  // ── the conversation ─────────────────────────────────────────────────────────────────────────────────────────

  test('a requester’s reply wakes and opens a waiting ticket, reopens a resolved one, and finds a closed one closed', async () => {
    const bo = await agent();
    const filed = await file();
    const { number } = filed;
    await replyAsAgent(bo, number, { body: 'Try again?' });
    await snoozeTicket(bo, number, later(day));
    await replyAsRequester(requester(filed), number, { body: 'Still blank.' });
    expect((await ticketView(bo, number)).ticket).toMatchObject({ state: 'open', snoozedUntil: null });
    await resolveTicket(bo, number, oneOff);
    await replyAsRequester(requester(filed), number, { body: 'No, it is not.' });
    const { ticket } = await ticketView(bo, number);
    expect(ticket).toMatchObject({ state: 'open', reopenings: 1, resolvedAt: null, wasKnown: null });
    await resolveTicket(bo, number, oneOff);
    await reopenOwnTicket(requester(filed), number);
    expect(await stateOf(number)).toBe('open');
    await closeTicket(get(), number);
    const refused = replyAsRequester(requester(filed), number, { body: 'Hello?' });
    await expect(refused).rejects.toMatchObject({ code: 'conflict' });
    await expect(reopenOwnTicket(requester(filed), number)).rejects.toMatchObject({ code: 'conflict' });
    expect((await requesterView(requester(filed), number)).canReply).toBe(false);
  });

  test('a reply sent twice is one reply; parallel replies of several agents all stand and all count', async () => {
    const [bo, cy] = [await agent('Bo'), await agent('Cy')];
    const { number } = await file();
    const same = { body: 'Once.', submissionKey: unique() };
    const ids = await Promise.all([1, 2, 3].map(() => replyAsAgent(bo, number, same)));
    expect(new Set(ids).size).toBe(1);
    await Promise.all(
      [1, 2, 3, 4, 5].map((n) => replyAsAgent(n % 2 ? bo : cy, number, { body: `Reply ${n}` })),
    );
    const view = await ticketView(bo, number);
    expect(view.messages).toHaveLength(7);
    expect(view.ticket.publicReplies).toBe(6);
    expect(view.events.filter((event) => event.kind === 'replied')).toHaveLength(6);
  });

  test('a reply that announces more keeps the ticket open', async () => {
    const bo = await agent();
    const { number } = await file();
    await replyAsAgent(bo, number, { body: 'I will look.', keepOpen: true });
    expect(await stateOf(number)).toBe('open');
  });

  test('Markdown of agents is shown safely; what requesters write is text', async () => {
    const bo = await agent();
    const filed = await file({ body: '<img src=x onerror=alert(1)> **no**' });
    await replyAsAgent(bo, filed.number, {
      body: '# Hi\n\n<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))',
    });
    const [first, second] = (await ticketView(bo, filed.number)).messages;
    expect(first).toMatchObject({ html: '', body: '<img src=x onerror=alert(1)> **no**' });
    expect(second!.html).not.toMatch(/<script|onerror=|href="javascript/);
    expect(second!.html).toMatch(/<h\d>Hi<\/h\d>/);
  });

  // ── handling ─────────────────────────────────────────────────────────────────────────────────────────────────

  test('assigning: to a colleague, to nobody, never to somebody who is gone; parallel ones take turns', async () => {
    const [bo, cy] = [await agent('Bo'), await agent('Cy')];
    const { number } = await file();
    await Promise.all([bo, cy, bo, cy].map(({ actor }) => assignTicket(bo, number, actor.id)));
    const { ticket, events } = await ticketView(bo, number);
    const assigned = events.filter((event) => event.kind === 'assigned');
    // Each event begins where the one before ended: none was lost.
    assigned.forEach(({ data }, i) => expect(data.from).toBe(i === 0 ? null : assigned[i - 1]!.data.to));
    expect(assigned.at(-1)!.data.to).toBe(ticket.assigneeId);
    await assignTicket(bo, number, null);
    expect((await ticketView(bo, number)).assigneeName).toBeNull();
    const { agents } = bo.db.read.tables;
    await bo.db.write((tx) => tx.update(agents).set({ disabledAt: bo.now }));
    const refused = assignTicket(bo, number, cy.actor.id);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { assignee: 'bad_choice' } },
    });
    await bo.db.write((tx) => tx.update(agents).set({ disabledAt: null }));
  });

  test('priority follows impact and urgency', async () => {
    const { number } = await file();
    await setPriority(get(), number, { impact: 3, urgency: 2 });
    expect((await ticketView(get(), number)).ticket).toMatchObject({ impact: 3, urgency: 2, priority: 4 });
    const refused = async () => setPriority(get(), number, { impact: 4, urgency: 0 });
    await expect(refused()).rejects.toMatchObject({ code: 'invalid' });
  });

  test('handing over unassigns; only a higher tier is an escalation', async () => {
    const bo = await agent();
    const { number } = await file();
    await assignTicket(bo, number, bo.actor.id);
    await handOver(bo, number, { to: 'tier:3', why: 'escalation', reason: 'Needs a developer' });
    await handOver(bo, number, { to: 'tier:2', why: 'escalation' });
    await handOver(bo, number, { to: 'tier:2', why: 'escalation' });
    const { ticket, events } = await ticketView(bo, number);
    expect(ticket).toMatchObject({ tier: 2, assigneeId: null, escalations: 1 });
    const moves = events.filter((event) => event.kind === 'tier_changed').map((event) => event.data);
    expect(moves).toMatchObject([
      { from: 1, to: 3, isEscalation: true, reason: 'Needs a developer' },
      { from: 3, to: 2, isEscalation: false },
    ]);
  });

  test('tags are lower case, once each, and can be taken off', async () => {
    const { number } = await file();
    await tagTicket(get(), number, '  Paper   Jam ');
    await tagTicket(get(), number, 'paper jam');
    expect((await ticketView(get(), number)).tags).toEqual(['paper jam']);
    expect(await knownTags(get())).toContain('paper jam');
    await untagTicket(get(), number, 'paper jam');
    expect((await ticketView(get(), number)).tags).toEqual([]);
    const refused = async (tag: string) => tagTicket(get(), number, tag);
    await expect(refused('a,b')).rejects.toMatchObject({ code: 'invalid' });
    await expect(refused('')).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a snoozed ticket is out of the queue until its time comes', async () => {
    const bo = await agent();
    const { number } = await file();
    const inQueue = async (now?: Date) => {
      const { rows } = await queue(now ? at(bo, now) : bo, new URLSearchParams());
      return rows.some((row) => row.id === number);
    };
    await snoozeTicket(bo, number, later(4 * hour));
    expect(await inQueue()).toBe(false);
    const { rows } = await queue(bo, new URLSearchParams('snoozed=1'));
    expect(rows.map((row) => row.id)).toEqual([number]);
    await wakeTickets(get(undefined, later(hour)));
    expect(await inQueue()).toBe(false);
    await wakeTickets(get(undefined, later(5 * hour)));
    expect(await inQueue(later(5 * hour))).toBe(true);
    expect(await eventsOf(bo, number)).toEqual(['filed', 'snoozed', 'woken']);
    const refused = async (until: Date) => snoozeTicket(bo, number, until);
    await expect(refused(later(-hour))).rejects.toMatchObject({ code: 'invalid' });
    await expect(refused(later(400 * day))).rejects.toMatchObject({ code: 'invalid' });
    await expect(refused(new Date(NaN))).rejects.toMatchObject({ code: 'invalid' });
  });

  test('states follow the table; what is not in it is a conflict', async () => {
    const { number } = await file();
    await changeState(get(), number, 'open');
    await changeState(get(), number, 'waiting');
    await resolveTicket(get(), number);
    const refused = changeState(get(), number, 'waiting');
    await expect(refused).rejects.toMatchObject({ code: 'conflict' });
    await changeState(get(), number, 'closed');
    await expect(resolveTicket(get(), number)).rejects.toMatchObject({ code: 'conflict' });
    await reopenTicket(get(), number);
    expect(await stateOf(number)).toBe('open');
    await expect(changeState(get(), 999_999, 'open')).rejects.toMatchObject({ code: 'not_found' });
  });

  // ── solving ──────────────────────────────────────────────────────────────────────────────────────────────────

  test('resolving marks what solved it, whether that was known, and lets the search learn', async () => {
    const bo = await agent();
    const older = await article('Clean the print head', later(-day));
    const filed = await file();
    await resolveTicket(bo, filed.number, { ...oneOff, solvedByArticleId: older });
    const { ticket, links } = await ticketView(bo, filed.number);
    expect(ticket).toMatchObject({ state: 'resolved', solvedByArticleId: older, wasKnown: true });
    expect(ticket).toMatchObject({ resolvedById: bo.actor.id, assigneeId: bo.actor.id });
    expect(links).toMatchObject([{ id: older, relation: 'answers' }]);
    const { jobs } = bo.db.read.tables;
    const learn = (await bo.db.read.select().from(jobs)).filter((job) => job.kind === 'search.learn');
    expect(learn.some((job) => job.payload.ticket === filed.number)).toBe(true);

    const second = await file();
    const newer = await article('New advice', later(hour));
    const reply = await replyAsAgent(bo, second.number, { body: 'See there.' });
    await resolveTicket(bo, second.number, { ...oneOff, solvedByArticleId: newer, solvedByMessageId: reply });
    const { ticket: other } = await ticketView(bo, second.number);
    expect(other).toMatchObject({ solvedByMessageId: reply, wasKnown: false });
  });

  test('an agent says which article answers, or why none does, and why self-service failed; there is no way round', async () => {
    const bo = await agent();
    const { number } = await file();
    const known = await article('Known', later(-day));
    const refused = (said: Solution) =>
      resolveTicket(bo, number, said).then(
        () => null,
        (error: DomainError) => error.details.fields,
      );
    expect(await refused({})).toEqual({ answer: 'required', failure: 'required' });
    expect(await refused({ solvedByArticleId: known })).toEqual({ failure: 'required' });
    expect(await refused({ selfServiceFailure: 'missing' })).toEqual({ answer: 'required' });
    await expect(closeTicket(bo, number)).rejects.toMatchObject({
      details: { fields: { state: 'resolve_first' } },
    });
    expect(await stateOf(number)).toBe('new');
    expect(await refused({ ...oneOff })).toBeNull();
    // What was said before needs no saying again.
    expect(await refused({})).toBeNull();
    await closeTicket(bo, number);
    expect(await stateOf(number)).toBe('closed');
  });

  test('where nobody can be asked a linked article is taken for the answer, or the ticket waits to be explained', async () => {
    const bo = await agent();
    const [bare, linked] = [(await file()).number, (await file()).number];
    const known = await article('Taken', later(-day));
    await linkArticle(bo, linked, known, 'answers');
    for (const number of [bare, linked]) await resolveUnasked(bo, number, null);
    expect((await ticketView(bo, linked)).ticket).toMatchObject({ solvedByArticleId: known, wasKnown: true });
    const unexplained = async () => {
      const { rows } = await queue(bo, new URLSearchParams('view=unexplained'));
      return rows.map(({ id }) => id);
    };
    expect(await unexplained()).toContain(bare);
    expect(await unexplained()).not.toContain(linked);
    await resolveTicket(bo, bare, oneOff);
    expect(await unexplained()).not.toContain(bare);
    await resolveUnasked(bo, bare, null);
    expect(await stateOf(bare)).toBe('closed');
  });

  test('only an agent’s public reply to this ticket, or an article that exists, can have solved it', async () => {
    const bo = await agent();
    const [one, two] = [await file(), await file()];
    const note = await addNote(bo, one.number, { body: 'Hm.' });
    const elsewhere = await replyAsAgent(bo, two.number, { body: 'Hm.' });
    const question = (await ticketView(bo, one.number)).messages[0]!.id;
    const wrong = [
      { solvedByMessageId: note },
      { solvedByMessageId: elsewhere },
      { solvedByMessageId: question },
      { solvedByArticleId: 999_999 },
    ];
    for (const solution of wrong)
      await expect(resolveTicket(bo, one.number, { ...oneOff, ...solution })).rejects.toMatchObject({
        code: 'invalid',
      });
    expect(await stateOf(one.number)).toBe('new');
  });

  test('correcting the solution keeps the time; unlinking the article takes it back', async () => {
    const bo = await agent();
    const { number } = await file();
    const known = await article('Known', later(-day));
    await resolveTicket(at(bo, later(hour)), number, oneOff);
    const before = (await ticketView(bo, number)).ticket.resolvedAt;
    await resolveTicket(at(bo, later(2 * hour)), number, { solvedByArticleId: known });
    expect((await ticketView(bo, number)).ticket).toMatchObject({ resolvedAt: before, wasKnown: true });
    await unlinkArticle(bo, number, known);
    expect((await ticketView(bo, number)).ticket).toMatchObject({ solvedByArticleId: null, wasKnown: false });
  });

  test('an article written from a ticket stays that when it answers it, and lists its tickets', async () => {
    const { number } = await file();
    const created = await article('Written from it', null);
    await linkArticle(get(), number, created, 'created');
    await resolveTicket(get(), number, { solvedByArticleId: created });
    expect((await ticketView(get(), number)).links).toMatchObject([{ id: created, relation: 'created' }]);
    expect(await ticketsOfArticle(get(), created)).toMatchObject([{ number, relation: 'created' }]);
    await linkArticle(get(), number, created, 'related');
    expect((await ticketView(get(), number)).links).toMatchObject([{ relation: 'related' }]);
    await expect(linkArticle(get(), number, 999_999, 'related')).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a resolved ticket closes after fourteen days, a reopened one does not', async () => {
    const [quiet, back] = [await file(), await file()];
    await resolveTicket(get(), quiet.number);
    await resolveTicket(get(), back.number);
    await closeResolved(get(undefined, later(13 * day)));
    expect(await stateOf(quiet.number)).toBe('resolved');
    await reopenOwnTicket(requester(back), back.number);
    await closeResolved(get(undefined, later(15 * day)));
    expect([await stateOf(quiet.number), await stateOf(back.number)]).toEqual(['closed', 'open']);
  });

  // ── together ─────────────────────────────────────────────────────────────────────────────────────────────────

  test('agents see who else has a ticket open, for a minute after the last sign of life', async () => {
    const [bo, cy] = [await agent('Bo'), await agent('Cy')];
    const { number } = await file();
    await announcePresence(bo, number, { isAnswering: false });
    const seen = await announcePresence(cy, number, { isAnswering: true });
    expect(seen.others).toEqual([{ name: 'Bo', isAnswering: false }]);
    expect(await othersPresent(bo, number)).toEqual([{ name: 'Cy', isAnswering: true }]);
    expect(await othersPresent(at(bo, later(2 * 60_000)), number)).toEqual([]);
    const newest = await replyAsAgent(cy, number, { body: 'Done.' });
    const { lastMessage } = await announcePresence(bo, number, { isAnswering: false });
    expect(lastMessage).toBe(newest);
    await dropStalePresence(get(undefined, later(2 * 60_000)));
    expect(await othersPresent(bo, number)).toEqual([]);
    await expect(announcePresence(bo, 999_999, { isAnswering: false })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('saved filters are one’s own', async () => {
    const [bo, cy] = [await agent('Bo'), await agent('Cy')];
    const query = await saveFilter(bo, {
      name: 'Urgent',
      query: 'view=all&priority=5&after=1.2&evil=%0d%0ax',
    });
    expect(query).toBe('view=all&priority=5');
    const [mine] = await savedFilters(bo);
    expect(mine).toMatchObject({ name: 'Urgent', query });
    expect(await savedFilters(cy)).toEqual([]);
    await forgetFilter(cy, mine!.id);
    expect(await savedFilters(bo)).toHaveLength(1);
    await forgetFilter(bo, mine!.id);
    expect(await savedFilters(bo)).toEqual([]);
    await expect(saveFilter(bo, { name: ' ', query: '' })).rejects.toMatchObject({ code: 'invalid' });
  });
});
