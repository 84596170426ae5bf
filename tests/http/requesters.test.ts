import { and, desc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { addPerson } from '#src/domain/tickets/addPerson.ts';
import { keyCookie } from '#src/domain/tickets/accessKey.ts';
import { closeTicket } from '#src/domain/tickets/close.ts';
import { fileTicket, type Filed } from '#src/domain/tickets/fileTicket.ts';
import { privateKeyOf } from '#src/domain/tickets/people.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { paths } from '#src/paths.ts';
import { contextOf } from '../helpers.ts';
import type { Client } from './client.ts';
import { eachServer } from './server.ts';

let counter = 0;
const newEmail = () => `http-person${++counter}@example.com`;

eachServer((get) => {
  const ctx = () => contextOf(get().app);
  const file = (email: string, subject = 'No ink'): Promise<Filed> =>
    fileTicket(ctx(), {
      subject,
      body: `${subject} at all.`,
      name: 'Ada',
      email,
      locale: 'en',
      submissionKey: `requester-test-${String(++counter).padStart(10, '0')}`,
      files: [{ name: 'log.txt', bytes: Buffer.from(subject) }],
    });
  /** The link and the code in the last mail to an address. */
  const mailTo = async (email: string) => {
    const { read } = get().app.db;
    const { sentMails } = read.tables;
    const [mail] = await read
      .select({ text: sentMails.text })
      .from(sentMails)
      .where(and(eq(sentMails.toEmail, email), eq(sentMails.kind, 'sign_in')))
      .orderBy(desc(sentMails.id));
    const text = mail?.text ?? '';
    const token = /token=([\w-]{43})/.exec(text)?.[1] ?? null;
    return { token, code: /\b[A-Z2-9]{4}-[A-Z2-9]{4}\b/.exec(text)?.[0] ?? null };
  };
  const askFor = async (client: Client, email: string) => {
    const reply = await client.submit(paths.tickets('en'), 'requesters.askForLink', { email });
    expect([reply.status, reply.location]).toEqual([303, paths.signIn('en')]);
    return client.get(paths.signIn('en'));
  };
  const signIn = async (email: string): Promise<Client> => {
    const client = get().client();
    await askFor(client, email);
    const { token } = await mailTo(email);
    await client.submit(paths.signIn('en', token!), 'requesters.signIn', {});
    return client;
  };

  test('the link of the mail signs in by a button, and a scanner that follows it first spoils nothing', async () => {
    const email = newEmail();
    const { number } = await file(email);
    const client = get().client();
    expect((await askFor(client, email)).text).toContain(email);
    const { token } = await mailTo(email);
    const scanner = await get().client().get(paths.signIn('en', token!));
    expect([scanner.status, scanner.headers.get('set-cookie')]).toEqual([200, null]);
    expect(scanner.text).toContain('Type the code');
    const page = await client.get(paths.signIn('en', token!));
    expect(page.text).toContain(`You are about to sign in as ${email}`);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toContain('no-store');
    const done = await client.submit(paths.signIn('en', token!), 'requesters.signIn', {});
    expect([done.status, done.location]).toEqual([303, paths.tickets('en')]);
    const cookie = done.headers.getSetCookie().find((line) => line.startsWith('portico_requester='));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    const list = await client.get(paths.tickets('en'));
    expect(list.text).toContain(paths.ticket('en', number));
    expect(list.text).toContain(email);
    expect((await client.get(paths.ticket('en', number))).status).toBe(200);
    const again = get().client();
    const used = await again.get(paths.signIn('en', token!));
    expect(used.text).toContain('no longer valid');
    await client.submit(paths.tickets('en'), 'requesters.signOut', {});
    expect((await client.get(paths.ticket('en', number))).status).toBe(404);
  });

  test('in another browser the code signs in, and leads where one wanted to go', async () => {
    const email = newEmail();
    const { number } = await file(email);
    const client = get().client();
    const asked = { email, next: paths.ticket('en', number) };
    await client.post(`${paths.tickets('en')}?_action=requesters.askForLink`, asked);
    const { code } = await mailTo(email);
    const wrong = await client.submit(paths.signIn('en'), 'requesters.signIn', { code: 'ABCD-2345' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('This code is not the one in our mail.');
    const done = await client.submit(paths.signIn('en'), 'requesters.signIn', { code: code!.toLowerCase() });
    expect([done.status, done.location]).toEqual([303, paths.ticket('en', number)]);
    const evil = { email, next: 'https://evil.example/' };
    const other = get().client();
    await other.post(`${paths.tickets('en')}?_action=requesters.askForLink`, evil);
    const { token } = await mailTo(email);
    const home = await other.submit(paths.signIn('en', token!), 'requesters.signIn', {});
    expect(home.location).toBe(paths.tickets('en'));
  });

  test('an unknown address gets the same answer, and no mail', async () => {
    const [known, unknown] = [newEmail(), newEmail()];
    await file(known);
    const pages = [];
    for (const email of [known, unknown])
      pages.push((await askFor(get().client(), email)).text.replaceAll(email, 'E'));
    expect(pages[1]).toBe(pages[0]);
    expect(await mailTo(unknown)).toEqual({ token: null, code: null });
  });

  test('closing, reopening, going on and colleagues, with the forms of the page', async () => {
    const email = newEmail();
    const { number } = await file(email, 'Loud fan');
    const client = await signIn(email);
    const page = paths.ticket('en', number);
    const colleague = newEmail();
    expect((await client.submit(page, 'tickets.addColleague', { email: colleague })).status).toBe(303);
    expect((await client.get(page)).text).toContain(colleague);
    expect((await client.submit(page, 'tickets.closeAsRequester', {})).status).toBe(303);
    expect((await client.get(page)).text).toContain('You said that this is solved.');
    expect((await client.submit(page, 'tickets.reopenAsRequester', {})).status).toBe(303);
    const file1 = new File(['first log'], 'first.txt');
    const refused = await client.submit(page, 'tickets.replyAsRequester', { body: ' ', files: file1 });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('first.txt');
    await closeTicket(ctx(), number);
    const late = await client.post(
      `${page}?_action=tickets.replyAsRequester`,
      { number: String(number), body: 'One more thing.', submissionKey: 'x'.repeat(20) },
      { multipart: true },
    );
    expect(late.status).toBe(409);
    expect(late.text).toContain('One more thing.');
    const next = await client.submit(page, 'tickets.followUp', { body: 'One more thing.' });
    expect(next.location).toMatch(/^\/en\/tickets\/\d+$/);
    expect((await client.get(next.location!)).text).toContain(`/en/tickets/${number}"`);
    const other = await signIn(colleague);
    expect((await other.get(page)).status).toBe(200);
    const { person } = await personOf(number);
    const left = await other.post(`${page}?_action=tickets.removeColleague`, {
      number: String(number),
      person: String(person),
    });
    expect(left.location).toBe(paths.tickets('en'));
    expect((await other.get(page)).status).toBe(404);
  });

  test('everything about oneself: a zip to take away, and erased for good after typing the address', async () => {
    const email = newEmail();
    const { number } = await file(email, 'Squeaky wheel');
    const client = await signIn(email);
    const zip = await client.get(paths.exportMe('en'));
    expect([zip.status, zip.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(zip.headers.get('content-disposition')).toMatch(/^attachment; filename=".*\.zip"$/);
    expect(zip.text).toContain('everything.json');
    expect(zip.text).toMatch(new RegExp(`files/${number}/\\d+-log\\.txt`));
    const wrong = await client.submit(paths.aboutMe('en'), 'requesters.eraseMe', {
      confirm: 'x@example.com',
    });
    expect(wrong.status).toBe(422);
    const done = await client.submit(paths.aboutMe('en'), 'requesters.eraseMe', { confirm: email });
    expect([done.status, done.location]).toEqual([303, paths.home('en')]);
    expect((await client.get(paths.ticket('en', number))).status).toBe(404);
    expect((await ticketView(ctx(), number)).ticket).toMatchObject({ subject: '—', state: 'closed' });
    expect(await askFor(get().client(), email)).toMatchObject({ status: 200 });
  });

  const personOf = async (number: number) => {
    const { read } = get().app.db;
    const { ticketPeople } = read.tables;
    const [row] = await read.select().from(ticketPeople).where(eq(ticketPeople.ticketId, number));
    return { person: row!.requesterId };
  };

  test('two tickets of others: no key, number or session of another reads them or joins them', async () => {
    const victims = [newEmail(), newEmail()];
    const tickets = await Promise.all(victims.map((email) => file(email, 'Payroll leak')));
    const mallory = newEmail();
    const own = await file(mallory);
    const shared = await file(newEmail());
    const malloryId = await addPerson(ctx(), shared.number, { email: mallory });
    const elsewhere = (await privateKeyOf(ctx(), shared.number, malloryId))!;
    const signedIn = await signIn(mallory);
    const withCookies = (values: (number: number) => string) => {
      const client = get().client();
      for (const { number } of tickets) client.cookies.set(keyCookie(ctx(), number, '').name, values(number));
      return client;
    };
    const attackers: Record<string, Client> = {
      nobody: get().client(),
      'signed in as another': signedIn,
      'another ticket’s key': withCookies(() => own.key),
      'the other victim’s key': withCookies((n) => tickets.find(({ number }) => number !== n)!.key),
      'the key of somebody in copy elsewhere': withCookies(() => elsewhere),
      'a guessed key': withCookies(() => 'A'.repeat(43)),
      'a broken key': withCookies((n) => tickets.find(({ number }) => number === n)!.key.slice(1)),
    };
    attackers['a forged session'] = get().client();
    attackers['a forged session'].cookies.set('portico_requester', 'A'.repeat(43));
    const before = await Promise.all(tickets.map(({ number }) => ticketView(ctx(), number)));
    for (const [name, client] of Object.entries(attackers)) {
      for (const [i, { number, key }] of tickets.entries()) {
        const page = paths.ticket('en', number);
        const text = { number: String(number), body: 'Let me in.', submissionKey: 'x'.repeat(20) };
        const attempts = {
          'the page': client.get(page),
          'a wrong key in the link': client.get(paths.ticket('en', number, own.key)),
          'a cut key in the link': client.get(paths.ticket('en', number, key.slice(0, -1))),
          'another’s key in the link': client.get(paths.ticket('en', number, tickets[1 - i]!.key)),
          'an attachment': client.get(paths.attachment(before[i]!.messages[0]!.files[0]!.id, 'log.txt')),
          'what was sent': client.get(paths.askSent('en', number)),
          'a reply': client.post(`${page}?_action=tickets.replyAsRequester`, text, { multipart: true }),
          'a follow-up': client.post(`${page}?_action=tickets.followUp`, text, { multipart: true }),
          closing: client.post(`${page}?_action=tickets.closeAsRequester`, { number: String(number) }),
          reopening: client.post(`${page}?_action=tickets.reopenAsRequester`, { number: String(number) }),
          joining: client.post(`${page}?_action=tickets.addColleague`, {
            number: String(number),
            email: mallory,
          }),
          removing: client.post(`${page}?_action=tickets.removeColleague`, {
            number: String(number),
            person: String(before[i]!.ticket.requesterId),
          }),
        };
        for (const [what, attempt] of Object.entries(attempts))
          expect([name, what, (await attempt).status]).toEqual([name, what, 404]);
      }
      const list = await client.get(paths.tickets('en'));
      expect([name, list.text.includes('Payroll leak')]).toEqual([name, false]);
    }
    for (const [i, { number }] of tickets.entries())
      expect(await ticketView(ctx(), number)).toEqual(before[i]);
  });
});
