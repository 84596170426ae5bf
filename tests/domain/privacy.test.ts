import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readRows, tableShapes } from '#db/dump.ts';
import type { Context, VisitorActor } from '#src/context.ts';
import { actorOf } from '#src/domain/accounts/agent.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { getPerson } from '#src/domain/accounts/people.ts';
import { createRequesterSession } from '#src/domain/accounts/requesterSession.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { openFlags } from '#src/domain/articles/flag.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { forgetLimit } from '#src/domain/limits/limits.ts';
import { sendSignInLink } from '#src/domain/mail/sendSignInLink.ts';
import { exportMe, exportRequester } from '#src/domain/privacy/export.ts';
import { eraseMe, eraseRequester } from '#src/domain/privacy/erase.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { addPerson } from '#src/domain/tickets/addPerson.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { handOver } from '#src/domain/tickets/handOver.ts';
import { getOwnTicket } from '#src/domain/tickets/ownTicket.ts';
import { ownTickets } from '#src/domain/tickets/ownTickets.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { replyAsRequester } from '#src/domain/tickets/replyAsRequester.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { searchTickets } from '#src/domain/tickets/search.ts';
import { tagTicket } from '#src/domain/tickets/tag.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { makeWish } from '#src/domain/wishes/makeWish.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { eachEngine, oneOff } from '../helpers.ts';

const secret = /quaxbert|zylinsky/i;
const email = 'quaxbert@zylinsky.example';
const visitor = (requesterId: number | null = null): VisitorActor => ({
  kind: 'visitor',
  visitId: null,
  isCounted: true,
  ticketKeys: {},
  requesterId,
});

eachEngine((get, engine) => {
  /** Where the planted words can be read from the embedded database's own files, deleted or not. */
  const traces = async (): Promise<string[]> => {
    if (engine !== 'sqlite') return [];
    const files = (await readdir(get().config.dataDir)).filter((name) => name.startsWith('portico.sqlite'));
    const texts = await Promise.all(
      files.map((name) => readFile(join(get().config.dataDir, name), 'latin1')),
    );
    return files.filter((_, i) => secret.test(texts[i]!));
  };

  /** Where in the whole dump, and in the files, the planted words still stand. */
  const holders = async (): Promise<string[]> => {
    const found = new Set<string>();
    for (const { name } of tableShapes())
      for await (const rows of readRows(get().db.read, name))
        if (secret.test(JSON.stringify(rows))) found.add(name);
    for await (const hash of get().files.list())
      if (secret.test((await buffer(get().files.read(hash))).toString())) found.add('files');
    return [...found].sort();
  };

  const runDueJobs = async (ctx: Context) => {
    while (await runNextJob(ctx));
  };

  /** A life in the portal, with the planted words in every place that takes words. */
  const live = async () => {
    const ctx = get();
    const bo = await agentOf('Bo');
    const file = (name: string, address: string, words: string) =>
      fileTicket(get(visitor()), {
        subject: words,
        body: `${words}. Call me: ${name}`,
        name,
        email: address,
        locale: 'en',
        story: [{ at: ctx.now.toISOString(), kind: 'search', query: words }],
        files: [{ name: `${words}.txt`, bytes: Buffer.from(`log of ${words}`) }],
      });
    const form = await sealAskForm(ctx, newAskForm(ctx));
    await forgetLimit(ctx, `wish:${email}`);
    await makeWish(get(visitor()), { form, email, words: 'zylinsky manual', clientAddress: '192.0.2.7' });
    const mine = await file('Quaxbert Zylinsky', email, 'Zylinsky cannot print');
    const theirs = await file('Ada', 'ada@example.com', 'Loud fan');
    const { requesterId } = (await ticketView(ctx, mine.number)).ticket;
    await replyAsAgent(bo, mine.number, { body: 'Dear **Quaxbert**, is it sealed?' });
    await addNote(bo, mine.number, { body: 'Zylinsky again.' });
    const why = { to: 'tier:2', why: 'escalation', reason: 'Quaxbert is impatient' } as const;
    await handOver(bo, mine.number, why);
    await tagTicket(bo, mine.number, 'zylinsky-ag');
    await tagTicket(bo, mine.number, 'printer');
    await tagTicket(bo, theirs.number, 'printer');
    await replyAsRequester(get(visitor(requesterId)), mine.number, {
      body: 'Quaxbert here.',
      files: [{ name: 'q.txt', bytes: Buffer.from('signed: Quaxbert') }],
    });
    await addPerson(bo, theirs.number, { email });
    await replyAsRequester(get(visitor(requesterId)), theirs.number, { body: 'Zylinsky has it too.' });
    await resolveTicket(bo, mine.number, oneOff);
    const clientAddress = '198.51.100.7';
    await sendSignInLink(get(visitor()), { email, next: '', browser: null, clientAddress });
    await ctx.db.write((tx) => createRequesterSession(tx, ctx, { requesterId, userAgent: 'test' }));
    const articleId = await plantRows(ctx, mine.number);
    return { mine, theirs, requesterId, bo, articleId };
  };

  const agentOf = async (name: string) => {
    const ctx = get();
    const count = (await ctx.db.read.select().from(ctx.db.read.tables.agents)).length;
    const id = await createAgent(ctx, {
      email: `${name}${count}@example.com`.toLowerCase(),
      name,
      role: 'agent',
      password: 'marmotta zaino lampione',
    });
    return { ...ctx, actor: actorOf(await getPerson(ctx, id)) };
  };

  /** What other modules write when there is more of a portal around: a mail in, a rating, an article, a lesson. */
  const plantRows = async (ctx: Context, ticketId: number) => {
    const raw = await ctx.files.save(Buffer.from(`From: ${email}\r\n\r\nQuaxbert by mail`));
    const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: `Printers ${ticketId}` });
    const article = await createArticle(ctx, {
      locale: 'en',
      state: 'published',
      fields: { title: `Blank pages ${ticketId}`, source: 'Take off the seal.', categoryId },
      personalData: { ticket: ticketId, names: ['Quaxbert'], emails: [email], kept: [] },
    });
    await ctx.db.write(async (tx) => {
      const { receivedMails, ratings, pastQuestions, sideThreads } = tx.tables;
      await tx.insert(receivedMails).values({
        hash: raw,
        size: 10,
        source: 'pipe',
        envelopeTo: ['support@example.com'],
        receivedAt: ctx.now,
        state: 'reply',
        identity: `identity-${ticketId}`,
        mailMessageId: '<1@zylinsky.example>',
        fromEmail: email,
        fromName: 'Quaxbert',
        subject: 'Re: Zylinsky cannot print',
        ticketId,
      });
      await tx.insert(ratings).values({
        ticketId,
        isGood: true,
        comment: 'Quaxbert is pleased',
        tier: 1,
        at: ctx.now,
      });
      await tx.insert(pastQuestions).values({
        articleId: article.id,
        text: 'zylinsky cannot print',
        origin: `ticket:${ticketId}`,
        createdAt: ctx.now,
      });
      await tx.insert(sideThreads).values({
        ticketId,
        email: 'expert@example.net',
        subject: 'Zylinsky’s printer',
        createdAt: ctx.now,
      });
    });
    return article.id;
  };

  test('erasing leaves no word, name, address, file or mail of a person, and every count', async () => {
    const { mine, theirs, requesterId, bo, articleId } = await live();
    const counts = async () => {
      const { ticket, messages, events, requester } = await ticketView(bo, mine.number);
      const { publicReplies, tier, escalations, resolvedAt, state } = ticket;
      const kinds = [messages.map(({ kind }) => kind), events.map(({ kind }) => kind)];
      return { publicReplies, tier, escalations, resolvedAt, state, kinds, tickets: requester.tickets };
    };
    const before = await counts();
    expect((await holders()).length).toBeGreaterThan(10);
    expect(await traces()).toEqual(engine === 'sqlite' ? expect.arrayContaining(['portico.sqlite-wal']) : []);
    expect(await searchTickets(bo, 'zylinsky')).not.toEqual([]);
    const confirm = ` ${email.toUpperCase()} `;
    await eraseMe(get(visitor(requesterId)), { confirm });
    await runDueJobs(get());
    expect(await holders()).toEqual([]);
    expect(await traces()).toEqual([]);
    expect(await counts()).toEqual(before);
    expect(await searchTickets(bo, 'zylinsky')).toEqual([]);
    const others = await ticketView(bo, theirs.number);
    expect(others.messages.map(({ body }) => body)).toEqual(['Loud fan. Call me: Ada', '—']);
    expect(others.messages[0]!.files).toHaveLength(1);
    expect((await ticketView(bo, mine.number)).tags).toEqual(['printer']);
    // The article stays; somebody is asked to look at it, once.
    expect((await openFlags(bo, articleId)).map(({ kind, ticketId }) => [kind, ticketId])).toEqual([
      ['erased', mine.number],
    ]);
    // Neither the session nor the private link opens anything any more.
    expect((await ownTickets(get(visitor(requesterId)))).tickets.map(({ subject }) => subject)).toEqual([
      '—',
    ]);
    const byKey = { ...visitor(), ticketKeys: { [mine.number]: mine.key } };
    await expect(getOwnTicket(get(byKey), mine.number)).rejects.toMatchObject({ code: 'not_found' });
    const { articles, receivedMails } = get().db.read.tables;
    expect((await get().db.read.select().from(articles)).map(({ source }) => source)).toContain(
      'Take off the seal.',
    );
    // The same mail coming once more is still known.
    const [mail] = await get().db.read.select().from(receivedMails);
    expect(mail).toMatchObject({ identity: `identity-${mine.number}`, state: 'discarded', hash: '' });
    // Whoever comes back with the same address is somebody new.
    const again = await fileTicket(get(visitor()), { subject: 'Hi', body: 'Hi.', email, locale: 'en' });
    expect((await ticketView(bo, again.number)).requester.id).not.toBe(requesterId);
    await eraseRequester(get(), (await ticketView(bo, again.number)).requester.id, { confirm: email });
    expect((await ticketView(bo, again.number)).ticket.state).toBe('closed');
    expect(await holders()).toEqual([]);
  });

  test('the export holds what is theirs, with files, and no note, key or word of others', async () => {
    const { mine, theirs, requesterId } = await live();
    const { fileName, zip } = await exportMe(get(visitor(requesterId)));
    expect(fileName).toMatch(/^\d{4}-\d\d-\d\d-everything\.zip$/);
    const entries = unzip(await buffer(zip));
    const names = [...entries.keys()];
    expect(names).toContain('everything.json');
    expect(names.filter((name) => name.startsWith(`files/${mine.number}/`))).toHaveLength(2);
    expect(names.filter((name) => name.startsWith('mails/'))).toHaveLength(1);
    const log = names.find((name) => name.endsWith('Zylinsky cannot print.txt'))!;
    expect(entries.get(log)!.toString()).toBe('log of Zylinsky cannot print');
    const json = entries.get('everything.json')!.toString();
    const everything = JSON.parse(json) as {
      person: { email: string };
      tickets: { conversation: { text: string }[] }[];
      writtenElsewhere: { text: string }[];
      mails: { sent: unknown[]; received: unknown[] };
      inCopyOf: { ticket: number }[];
      signedIn: { browser: string }[];
    };
    expect(everything.person.email).toBe(email);
    expect(everything.tickets.flatMap(({ conversation }) => conversation.map(({ text }) => text))).toEqual([
      'Zylinsky cannot print. Call me: Quaxbert Zylinsky',
      'Dear **Quaxbert**, is it sealed?',
      'Quaxbert here.',
    ]);
    expect(everything.writtenElsewhere.map(({ text }) => text)).toEqual(['Zylinsky has it too.']);
    expect(everything.inCopyOf.map(({ ticket }) => ticket)).toEqual([theirs.number]);
    expect(everything.signedIn.map(({ browser }) => browser)).toEqual(['test']);
    expect(everything.mails.sent.length).toBeGreaterThan(0);
    expect(json).not.toMatch(/Zylinsky again|Loud fan\. Call|sign-in\?token/);
    await expect(exportMe(get(visitor()))).rejects.toMatchObject({ code: 'sign_in_required' });
    const byRequester = exportRequester(get(visitor(requesterId)), requesterId);
    await expect(byRequester).rejects.toMatchObject({ code: 'sign_in_required' });
    await eraseMe(get(visitor(requesterId)), { confirm: email });
    await runDueJobs(get());
  });

  test('what others have too stays theirs', async () => {
    const { mine, requesterId } = await live();
    const bytes = Buffer.from('the same screenshot');
    const files = [{ name: 'shared.txt', bytes }];
    await replyAsRequester(get(visitor(requesterId)), mine.number, { body: 'See.', files });
    const kept = await fileTicket(get(visitor()), {
      subject: 'Same',
      body: 'Same.',
      email: 'ada@example.com',
      locale: 'en',
      files,
    });
    await eraseMe(get(visitor(requesterId)), { confirm: email });
    await runDueJobs(get());
    const { messages } = await ticketView(get(), kept.number);
    expect(messages[0]!.files).toHaveLength(1);
    const rows = await get().db.read.select().from(get().db.read.tables.attachments);
    const { hash } = rows.find((row) => row.ticketId === kept.number)!;
    expect(await get().files.has(hash)).toBe(true);
    expect(await holders()).toEqual([]);
  });

  test('nobody erases another, and nobody by mistake', async () => {
    const { requesterId, bo } = await live();
    const me = get(visitor(requesterId));
    await expect(eraseMe(get(visitor()), { confirm: email })).rejects.toMatchObject({
      code: 'sign_in_required',
    });
    await expect(eraseMe(bo, { confirm: email })).rejects.toMatchObject({ code: 'sign_in_required' });
    for (const confirm of ['', 'yes', 'ada@example.com'])
      await expect(eraseMe(me, { confirm })).rejects.toMatchObject({ code: 'invalid' });
    const byAgent = eraseRequester(bo, requesterId, { confirm: email });
    await expect(byAgent).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(eraseRequester(me, requesterId, { confirm: email })).rejects.toMatchObject({
      code: 'sign_in_required',
    });
    await expect(eraseRequester(get(), 999_999, { confirm: email })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await ticketView(bo, 1)).toBeDefined();
    await eraseRequester(get(), requesterId, { confirm: email });
    await runDueJobs(get());
  });
});

/** The entries of a zip by name (APPNOTE.TXT 4.3): read by other code than what wrote them. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  let at = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = bytes.readUInt16LE(at + 10);
  at = bytes.readUInt32LE(at + 16);
  for (let i = 0; i < count; i++) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength!);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    entries.set(name, method === 8 ? inflateRawSync(data) : Buffer.from(data));
    at += 46 + nameLength! + extra! + comment!;
  }
  return entries;
}
