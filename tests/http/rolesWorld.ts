import { Readable } from 'node:stream';
import { gapList, gapQuery } from '#src/domain/gaps/list.ts';
import { refreshGaps } from '#src/domain/gaps/refresh.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import type { App, Context } from '#src/context.ts';
import { actorOf } from '#src/domain/accounts/agent.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { getPerson } from '#src/domain/accounts/people.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { keepUpload } from '#src/domain/articles/transfer/uploads.ts';
import { createPreviewLink } from '#src/domain/articles/previewLink.ts';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { openPrivateLink } from '#src/domain/tickets/accessKey.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { saveMailbox } from '#src/domain/mail/mailbox.ts';
import { receiveMail } from '#src/domain/mail/receive.ts';
import { outboxQuery, outboxView } from '#src/domain/mail/outboxView.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { contextOf } from '../helpers.ts';
import type { Client } from './client.ts';
import type { TestServer } from './server.ts';

/** Who may come: requester A and B each hold the private link of a ticket of their own. */
export const roles = ['anonymous', 'requesterA', 'requesterB', 'agent', 'admin'] as const;
export type Role = (typeof roles)[number];

export const password = 'marmotta zaino lampione';
/** The smallest picture: one transparent pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** A portal with something of every kind in it, made by the verbs of the domain. */
export async function makeWorld(server: TestServer) {
  const { app } = server;
  const system = contextOf(app);
  const agentId = await newAgent(system, 'agent');
  const adminId = await newAgent(system, 'admin');
  const agent = await as(app, agentId);
  const [ticketA, ticketB] = [await newTicket(app, 'A'), await newTicket(app, 'B')];
  const noteId = await addNote(agent, ticketA.number, {
    body: 'Only for us.',
    files: [{ name: 'note.txt', bytes: Buffer.from('internal') }],
  });
  const { messages } = await ticketView(agent, ticketA.number);
  const fileIn = (isNote: boolean) =>
    messages.find((message) => (message.id === noteId) === isNote && message.files.length > 0)!.files[0]!.id;
  const { id: categoryId, slug: category } = await createCategory(system, {
    locale: 'en',
    title: 'Printers',
  });
  const article = (title: string, more: Partial<Parameters<typeof createArticle>[1]['fields']> = {}) =>
    createArticle(agent, {
      locale: 'en',
      state: 'published',
      fields: { title, source: 'Turn it off and on again.', categoryId, ...more },
    });
  const draft = await createArticle(agent, {
    locale: 'en',
    fields: { title: 'Unfinished', source: 'Soon.', categoryId },
  });
  return {
    server,
    app,
    system,
    agent,
    agentId,
    agentEmail: (await getPerson(system, agentId)).email,
    adminId,
    ticketA,
    ticketB,
    mailId: (await outboxView(agent, outboxQuery.parse({}))).rows[0]!.id,
    receivedId: await heldMail(system),
    mailboxId: await newMailbox(system),
    publicFile: fileIn(false),
    noteFile: fileIn(true),
    category,
    categoryId,
    article: await article('Blank pages'),
    customers: await article('For customers', { audience: 'customers' }),
    agents: await article('For agents', { audience: 'agents' }),
    gapId: await newGap(app, agent),
    draft,
    asset: await saveAsset(agent, { bytes: png, name: 'pixel.png' }),
    /** A browser in which somebody of a role is at home, new each time: what one does, no other feels. */
    visit: async (role: Role): Promise<Client> => {
      const client = server.client();
      const ticket = { requesterA: ticketA, requesterB: ticketB }[role as string];
      if (ticket) {
        const cookie = await openPrivateLink(system, ticket.number, ticket.key);
        client.cookies.set(cookie.name, cookie.value);
      }
      const id = { agent: agentId, admin: adminId }[role as string];
      if (id) await signIn(client, system, id);
      return client;
    },
    newTicket: () => newTicket(app, 'C'),
    newPreview: () => createPreviewLink(agent, { id: draft.id, days: 7 }),
    newHeld: () => heldMail(system),
    newMailbox: () => newMailbox(system),
    /** An archive that is no zip: looked through or not, nothing of it can be taken in. */
    newUpload: async () =>
      keepUpload(await as(app, adminId), {
        name: 'a.zip',
        base: '',
        bytes: Readable.from([Buffer.from('x')]),
      }),
    newAgent: () => newAgent(system, 'agent'),
    newArticle: () => article(`Article ${++made}`),
  };
}

/** Sign a browser in without the form. @returns the token. */
export async function signIn(client: Client, system: Context, agentId: number, isComplete = true) {
  const { token } = await createSession(system, { agentId, userAgent: 'test', isComplete });
  client.cookies.set(sessionCookie(system.config).name, token);
  return token;
}

/** The context of an agent, for the verbs that need one. */
export async function as(app: App, id: number): Promise<Context> {
  return contextOf(app, actorOf(await getPerson(contextOf(app), id)));
}

let made = 0;

/** Two visits of two days ago that searched in vain for the same. */
async function newGap(app: App, agent: Context): Promise<number> {
  const before = new Date(agent.now.getTime() - 2 * 86_400_000);
  const visitor = contextOf(app, { kind: 'visitor', visitId: null, isCounted: true, ticketKeys: {} }, before);
  for (const query of ['descale the espresso machine', 'espresso machine descale'])
    await recordEvent(visitor, { kind: 'search', query, resultCount: 0, verdict: 'nothing' });
  await settleVisits(contextOf(app));
  await refreshGaps(contextOf(app));
  return (await gapList(agent, gapQuery.parse({}))).rows[0]!.id;
}

const newAgent = (system: Context, role: 'agent' | 'admin') =>
  createAgent(system, { email: `${role}${++made}@example.com`, name: `${role} ${made}`, role, password });

/** A mail that is held: a machine's answer to nothing of ours. */
async function heldMail(system: Context): Promise<number> {
  const raw = `From: held${++made}@example.org\nSubject: Away ${made}\nAuto-Submitted: auto-replied\n\nI am away.`;
  return (await receiveMail(system, Buffer.from(raw), { kind: 'pipe' })).id;
}

/** Nothing answers at port 1. */
const newMailbox = (system: Context): Promise<number> =>
  saveMailbox(system, {
    ...{ name: 'Help', address: `help${++made}@example.com`, locale: 'en', isEnabled: false },
    ...{ imapHost: '127.0.0.1', imapPort: 1, imapUser: 'help', password: 'secret' },
  });

function newTicket(app: App, name: string) {
  const visitor = contextOf(app, { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} });
  return fileTicket(visitor, {
    subject: `The printer of ${name}`,
    body: 'It prints blank pages.',
    name,
    email: `${name.toLowerCase()}@example.org`,
    locale: 'en',
    submissionKey: `submission-${String(++made).padStart(12, '0')}`,
    files: [{ name: 'log.txt', bytes: Buffer.from(`log of ${name}`) }],
  });
}
