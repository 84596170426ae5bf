import { expect, test } from 'vitest';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { receiveMail } from '#src/domain/mail/receive.ts';
import { receivedView } from '#src/domain/mail/receivedView.ts';
import { replyAddress } from '#src/domain/mail/thread.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { paths } from '#src/paths.ts';
import { contextOf } from '../helpers.ts';
import { signIn } from './rolesWorld.ts';
import { eachServer } from './server.ts';

let made = 0;

eachServer((get, engine) => {
  const system = () => contextOf(get().app);

  async function agent() {
    const email = `held${++made}.${engine}@example.com`;
    const id = await createAgent(system(), {
      email,
      name: 'Bob',
      role: 'agent',
      password: 'marmotta zaino 7',
    });
    const client = get().client();
    await signIn(client, system(), id);
    return client;
  }

  /** Mail of somebody who takes no part in the ticket that it names. */
  async function held(from: string, body: string) {
    const { number } = await fileTicket(system(), {
      subject: 'No ink',
      body: 'It is empty.',
      email: 'ada@example.com',
      locale: 'en',
    });
    const to = await replyAddress(system(), { address: 'help@desk.test' }, { ticketId: number });
    const raw = `From: ${from}\r\nTo: ${to}\r\nSubject: Mine <b>too</b>\r\nMessage-ID: <held${++made}@x.test>\r\n\r\n${body}`;
    const { id, state } = await receiveMail(system(), Buffer.from(raw), { kind: 'pipe' });
    expect(state).toBe('held');
    return { id, number };
  }
  const bodies = async (number: number) =>
    (await ticketView(system(), number)).messages.map(({ kind, body }) => `${kind}: ${body}`);

  test('a held message is read, and becomes a ticket of its sender', async () => {
    const client = await agent();
    const { id, number } = await held('sam@example.com', 'Mine is <i>dry</i>.');
    expect((await client.get(paths.deskReceived())).text).toContain(paths.deskReceivedMail(id));
    const page = await client.get(paths.deskReceivedMail(id));
    expect(page.text).toContain('sam@example.com');
    expect(page.text).not.toContain('<i>dry</i>');
    const { status, location } = await client.submit(paths.deskReceivedMail(id), 'mailIn.makeTicket', {});
    expect(status).toBe(303);
    const filed = Number(/\d+/.exec(location!)![0]);
    expect(filed).not.toBe(number);
    expect(await bodies(filed)).toEqual(['public: Mine is <i>dry</i>.']);
    expect((await client.get(location!)).text).toContain('Mine is &lt;i&gt;dry&lt;/i&gt;.');
  });

  test('it goes into the ticket that is named, and into none that is not there', async () => {
    const client = await agent();
    const { id, number } = await held('sam@example.com', 'Me too.');
    const wrong = await client.submit(paths.deskReceivedMail(id), 'mailIn.attach', { ticket: '999999' });
    expect(wrong.status).toBe(422);
    const right = await client.submit(paths.deskReceivedMail(id), 'mailIn.attach', { ticket: `#${number}` });
    expect([right.status, right.location]).toEqual([303, paths.deskTicket(number)]);
    expect((await bodies(number)).at(-1)).toMatch(/^note: [^]*Me too\./);
  });

  test('put away it is out of sight, and who comes second is told', async () => {
    const client = await agent();
    const { id } = await held('spam@example.net', 'Buy.');
    const form = await client.get(paths.deskReceivedMail(id));
    expect(form.text).toContain('mailIn.discard');
    const first = await client.submit(paths.deskReceivedMail(id), 'mailIn.discard', {});
    expect(first.status).toBe(303);
    expect((await client.get(first.location!)).text).not.toContain(paths.deskReceivedMail(id));
    expect((await receivedView(system(), id)).mail.state).toBe('discarded');
    const second = await client.post(`${paths.deskReceivedMail(id)}?_action=mailIn.discard`, {
      id: String(id),
    });
    expect(second.status).toBe(409);
  });
});
