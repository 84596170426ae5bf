import { expect, test } from 'vitest';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { paths } from '#src/paths.ts';
import { contextOf } from '../helpers.ts';
import type { Client } from './client.ts';
import { eachServer } from './server.ts';

const password = 'marmotta zaino lampione';
let counter = 0;

eachServer((get, engine) => {
  const email = `desk.${engine}@example.com`;
  const file = async (values: Partial<Parameters<typeof fileTicket>[1]> = {}) => {
    const form = { subject: 'No <b>ink</b>', body: 'It is "empty" & <i>dry</i>.', email: 'ada@example.com' };
    const submissionKey = `http-test-${String(++counter).padStart(10, '0')}`;
    return fileTicket(contextOf(get().app), { ...form, locale: 'en', submissionKey, ...values });
  };
  const bob = async (): Promise<Client> => {
    const ctx = contextOf(get().app);
    await createAgent(ctx, { email, name: 'Bob', role: 'agent', password }).catch(() => undefined);
    const client = get().client();
    await client.submit(paths.login(), 'accounts.login', { email, password });
    return client;
  };
  const open = async ({ number, key }: { number: number; key: string }): Promise<Client> => {
    const client = get().client();
    await client.get(paths.ticket('en', number, key));
    return client;
  };

  test('a private link gives a cookie and takes the key out of the address', async () => {
    const { number, key } = await file();
    const client = get().client();
    const reply = await client.get(paths.ticket('en', number, key));
    expect([reply.status, reply.location]).toEqual([303, paths.ticket('en', number)]);
    expect(reply.headers.getSetCookie().join()).toMatch(
      new RegExp(`portico_ticket_${number}=${key}; Max-Age=\\d+; Path=/; HttpOnly; SameSite=Lax`),
    );
    const page = await client.get(reply.location!);
    expect(page.status).toBe(200);
    expect(page.text).toContain('No &lt;b&gt;ink&lt;/b&gt;');
    expect(page.text).not.toContain(key);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toContain('no-store');
  });

  test('a wrong key, no key and no ticket are one and the same page', async () => {
    const [one, other] = [await file(), await file()];
    const tried = [
      paths.ticket('en', one.number),
      paths.ticket('en', one.number, other.key),
      paths.ticket('en', 999_999),
      paths.ticket('en', 999_999, one.key),
    ];
    const replies = await Promise.all(tried.map((path) => get().client().get(path)));
    expect(replies.map((reply) => reply.status)).toEqual([404, 404, 404, 404]);
    const shown = replies.map(({ text }) => text.replace(/\?key=[\w-]+/g, '').replace(/\d+/g, '0'));
    expect(new Set(shown).size).toBe(1);
    expect(replies.every((reply) => reply.headers.getSetCookie().length === 0)).toBe(true);
  });

  test('a file comes back byte by byte, as a download that no page can run, to its people only', async () => {
    const name = '../"ü";\r\nX-Evil: 1.txt';
    const filed = await file({ files: [{ name, bytes: Buffer.from('not <b>a</b> page\n') }] });
    const { messages } = await ticketView(contextOf(get().app), filed.number);
    const [attachment] = messages[0]!.files;
    expect(attachment!.name).toBe(name);
    const path = paths.attachment(attachment!.id, 'x.html');
    expect((await get().client().get(path)).status).toBe(404);
    expect((await (await open(await file())).get(path)).status).toBe(404);
    for (const client of [await open(filed), await bob()]) {
      const reply = await client.get(path);
      expect([reply.status, reply.text]).toEqual([200, 'not <b>a</b> page\n']);
      expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"\r\n]+"/);
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('content-security-policy')).toContain('sandbox');
      expect(reply.headers.get('x-evil')).toBeNull();
    }
  });

  test('a requester replies with a file; a refused one keeps every word', async () => {
    const filed = await file();
    const client = await open(filed);
    const path = paths.ticket('en', filed.number);
    const page = new File(['<!doctype html><script>alert(1)</script>'], 'x.html', { type: 'image/png' });
    const body = 'Line one\n<script>"two"</script> & three';
    const refused = await client.submit(path, 'replyAsRequester', { body, files: page });
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/Line one\r?\n&lt;script&gt;/);
    expect(refused.text).toContain('x.html');
    const log = new File(['error 5'], 'log.txt');
    const sent = await client.submit(path, 'replyAsRequester', { body, files: log });
    expect([sent.status, sent.location]).toEqual([303, expect.stringMatching(/#message-\d+$/)]);
    const { messages } = await ticketView(contextOf(get().app), filed.number);
    expect(messages.at(-1)).toMatchObject({ body, files: [{ name: 'log.txt', size: 7 }] });
    const wrong = await client.submit(path, 'replyAsRequester', { body: '' });
    expect(wrong.status).toBe(422);
  });

  test('a reply to a ticket that was closed meanwhile is not lost', async () => {
    const filed = await file();
    const client = await open(filed);
    const form = {
      number: String(filed.number),
      submissionKey: 'closed-meanwhile-1',
      body: 'My long answer',
    };
    await resolveTicket(contextOf(get().app), filed.number);
    const agent = await bob();
    await agent.submit(paths.deskTicket(filed.number), 'tickets.setState', { state: 'closed' });
    const path = `${paths.ticket('en', filed.number)}?_action=tickets.replyAsRequester`;
    const reply = await client.post(path, form);
    expect(reply.status).toBe(409);
    expect(reply.text).toContain('My long answer');
  });

  test('an agent works a ticket by plain forms: reply, note, tag, resolve', async () => {
    const { number } = await file();
    const agent = await bob();
    const path = paths.deskTicket(number);
    const send = (marker: string, fields: Record<string, string>) => agent.submit(path, marker, fields);
    expect((await agent.get(paths.desk())).text).toContain('No &lt;b&gt;ink&lt;/b&gt;');
    const replied = await send('tickets.write', { as: 'reply', body: 'Try **this**' });
    expect([replied.status, replied.location]).toEqual([303, expect.stringContaining(`${path}#message-`)]);
    await send('tickets.write', { as: 'note', body: 'Hm' });
    await send('tickets.tag', { tag: 'Ink' });
    const { suggestedSolution } = await ticketView(contextOf(get().app), number);
    const solved = { answer: 'one_off', failure: 'not_self_servable', message: String(suggestedSolution) };
    for (const empty of [{ answer: '' }, { failure: '' }])
      expect((await send('tickets.resolve', { ...solved, ...empty })).status).toBe(422);
    await send('tickets.resolve', solved);
    const { ticket, tags } = await ticketView(contextOf(get().app), number);
    expect(ticket).toMatchObject({
      ...{ state: 'resolved', solvedByMessageId: suggestedSolution },
      ...{ noAnswerReason: 'one_off', selfServiceFailure: 'not_self_servable' },
    });
    expect(tags).toEqual(['ink']);
    expect((await agent.get(`/desk/search?q=ink`)).text).toContain(paths.deskTicket(number));
  });

  test('an open desk page learns what came, and who else is there', async () => {
    const { number } = await file();
    const agent = await bob();
    const changes = await agent.get('/desk/changes?view=open&since=0');
    expect((JSON.parse(changes.text) as { count: number }).count).toBeGreaterThan(0);
    const none = await agent.get(`/desk/changes?view=open&since=${Date.now() + 60_000}`);
    expect(JSON.parse(none.text)).toEqual({ count: 0, text: null });
    const beat = await agent.postJson(paths.deskTicketPresence(number), {
      isAnswering: true,
      lastMessage: 0,
    });
    expect(JSON.parse(beat.text)).toMatchObject({ present: null, news: 'Something new was written.' });
    expect((await agent.postJson(paths.deskTicketPresence(number), { isAnswering: 'x' })).status).toBe(422);
    expect((await agent.postJson(paths.deskTicketPresence(999_999), {})).status).not.toBe(500);
  });
});
