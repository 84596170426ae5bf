import { expect, test } from 'vitest';
import type { Context, VisitorActor } from '#src/context.ts';
import { addColleague, addPerson } from '#src/domain/tickets/addPerson.ts';
import { openPrivateLink } from '#src/domain/tickets/accessKey.ts';
import { getAttachment } from '#src/domain/tickets/attachments.ts';
import { getOwnTicket } from '#src/domain/tickets/ownTicket.ts';
import { isParticipant, mostPeople, participants, privateKeyOf } from '#src/domain/tickets/people.ts';
import { removeColleague, removePerson } from '#src/domain/tickets/removePerson.ts';
import { replyAsRequester } from '#src/domain/tickets/replyAsRequester.ts';
import { requesterView } from '#src/domain/tickets/requesterView.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { readableAudiences } from '#src/domain/articles/audience.ts';
import { eachEngine } from '../helpers.ts';

let counter = 0;
const unique = () => `people-${String(++counter).padStart(16, '0')}`;
const visitor = (more: Partial<VisitorActor> = {}): VisitorActor => ({
  kind: 'visitor',
  visitId: null,
  isCounted: false,
  ticketKeys: {},
  ...more,
});
const gone = { code: 'not_found' };

eachEngine((get) => {
  const file = (email = `${unique()}@example.com`) =>
    fileTicket(get(visitor()), {
      subject: 'Blank pages',
      body: 'Since this morning.',
      name: 'Ada',
      email,
      locale: 'en',
      submissionKey: unique(),
      files: [{ name: 'log.txt', bytes: Buffer.from('log') }],
    });
  const withKey = (number: number, key: string) => get(visitor({ ticketKeys: { [number]: key } }));
  const signedIn = (requesterId: number) => get(visitor({ requesterId }));
  const linkOf = async (number: number, requesterId: number): Promise<Context> =>
    withKey(number, (await privateKeyOf(get(), number, requesterId))!);

  test('somebody in copy reads and writes the ticket by a link of their own, and is named in it', async () => {
    const { number, key } = await file();
    const ben = await addPerson(get(), number, { email: ' Ben@Example.com', name: 'Ben' });
    const ctx = await linkOf(number, ben);
    await replyAsRequester(ctx, number, { body: 'I see it too.' });
    const { messages, events } = await ticketView(get(), number);
    expect(messages.map(({ colleague }) => colleague)).toEqual([null, 'Ben']);
    expect(events.find(({ kind }) => kind === 'person_added')!.data).toEqual({ requester: ben });
    expect((await requesterView(ctx, number)).messages).toHaveLength(2);
    const own = await getOwnTicket(withKey(number, key), number);
    expect(own.me).toEqual({ requesterId: own.requesterId, isRequester: true });
    expect((await getOwnTicket(ctx, number)).me).toEqual({ requesterId: ben, isRequester: false });
    expect((await getAttachment(ctx, messages[0]!.files[0]!.id)).name).toBe('log.txt');
    expect(await readableAudiences(ctx)).toContain('customers');
  });

  test('every participant has another key, and only hashes are stored', async () => {
    const { number, key } = await file();
    const [a, b] = [
      await addPerson(get(), number, { email: `${unique()}@example.com` }),
      await addPerson(get(), number, { email: `${unique()}@example.com` }),
    ];
    const { requesterId } = await getOwnTicket(withKey(number, key), number);
    expect(await privateKeyOf(get(), number, requesterId)).toBe(key);
    const keys = [key, await privateKeyOf(get(), number, a), await privateKeyOf(get(), number, b)];
    expect(new Set(keys).size).toBe(3);
    const { db } = get();
    const rows = JSON.stringify(await db.read.select().from(db.read.tables.ticketPeople));
    for (const each of keys) expect(rows).not.toContain(each);
  });

  test('a key or a person of one ticket opens no other', async () => {
    const [mine, theirs] = [await file(), await file()];
    const ben = await addPerson(get(), mine.number, { email: `${unique()}@example.com` });
    const key = (await privateKeyOf(get(), mine.number, ben))!;
    expect(await privateKeyOf(get(), theirs.number, ben)).toBeNull();
    const contexts = [
      withKey(theirs.number, key),
      withKey(theirs.number, mine.key),
      signedIn(ben),
      get(visitor()),
    ];
    for (const ctx of contexts) {
      await expect(getOwnTicket(ctx, theirs.number)).rejects.toMatchObject(gone);
      await expect(requesterView(ctx, theirs.number)).rejects.toMatchObject(gone);
      await expect(replyAsRequester(ctx, theirs.number, { body: 'Hi' })).rejects.toMatchObject(gone);
      const adding = addColleague(ctx, theirs.number, { email: 'eve@example.com' });
      await expect(adding).rejects.toMatchObject(gone);
      await expect(removeColleague(ctx, theirs.number, ben)).rejects.toMatchObject(gone);
    }
    await expect(openPrivateLink(get(visitor()), theirs.number, key)).rejects.toMatchObject(gone);
    await expect(addPerson(get(visitor()), mine.number, { email: 'eve@example.com' })).rejects.toMatchObject({
      code: 'sign_in_required',
    });
  });

  test('who is signed in sees their own tickets and those they are in copy of, as themselves', async () => {
    const { number, key } = await file();
    const ben = await addPerson(get(), number, { email: `${unique()}@example.com` });
    const { requesterId } = await getOwnTicket(withKey(number, key), number);
    expect((await getOwnTicket(signedIn(requesterId), number)).me.isRequester).toBe(true);
    expect((await getOwnTicket(signedIn(ben), number)).me).toEqual({ requesterId: ben, isRequester: false });
    const both = get(visitor({ ticketKeys: { [number]: key }, requesterId: ben }));
    expect((await getOwnTicket(both, number)).me.requesterId).toBe(ben);
  });

  test('the requester adds and removes; somebody in copy only leaves', async () => {
    const { number, key } = await file();
    const ada = withKey(number, key);
    const email = `${unique()}@example.com`;
    const ben = await addColleague(ada, number, { email });
    const cleo = await addColleague(ada, number, { email: `${unique()}@example.com` });
    const asBen = await linkOf(number, ben);
    const adding = addColleague(asBen, number, { email: 'dan@example.com' });
    await expect(adding).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(removeColleague(asBen, number, cleo)).rejects.toMatchObject({ code: 'not_allowed' });
    await removeColleague(asBen, number, ben);
    await expect(getOwnTicket(asBen, number)).rejects.toMatchObject(gone);
    await removePerson(get(), number, cleo);
    expect(await participants(get().db.read, number)).toHaveLength(1);
    // A new invitation is a new link: the old one stays dead.
    await addPerson(get(undefined, new Date(Date.now() + 1_000)), number, { email });
    await expect(getOwnTicket(asBen, number)).rejects.toMatchObject(gone);
    await expect(getOwnTicket(await linkOf(number, ben), number)).resolves.toMatchObject({ id: number });
  });

  test('participants are known by their address, in any case; nobody is added twice or renamed', async () => {
    const email = `${unique()}@example.com`;
    const { number } = await file(email);
    const other = `${unique()}@example.com`;
    await file(other);
    const { read } = get().db;
    const first = await addPerson(get(), number, { email: other, name: 'Not Ada' });
    expect(await addPerson(get(), number, { email: other.toUpperCase() })).toBe(first);
    await addPerson(get(), number, { email });
    expect((await participants(read, number)).map((person) => [person.email, person.name])).toEqual([
      [email, 'Ada'],
      [other, 'Ada'],
    ]);
    expect(await isParticipant(read, number, ` ${other.toUpperCase()} `)).toBe(true);
    expect(await isParticipant(read, number, 'eve@example.com')).toBe(false);
  });

  test('not too many people, and no address that is none', async () => {
    const { number } = await file();
    const add = (email: string) => addPerson(get(), number, { email });
    for (let i = 0; i < mostPeople; i++) await add(`${unique()}@example.com`);
    await expect(add('one@example.com')).rejects.toMatchObject({
      details: { fields: { email: 'too_many' } },
    });
    for (const email of ['', 'x', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example'])
      await expect(add(email)).rejects.toMatchObject({ code: 'invalid' });
  });
});
