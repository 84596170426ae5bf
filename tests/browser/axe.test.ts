import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createResetLink, inviteAgent } from '#src/domain/accounts/invitation.ts';
import { createRequesterSession, requesterCookie } from '#src/domain/accounts/requesterSession.ts';
import { startSecondFactor } from '#src/domain/accounts/secondFactor.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { createSetupLink } from '#src/domain/accounts/setup.ts';
import { askReview } from '#src/domain/articles/review/ask.ts';
import { addComment } from '#src/domain/articles/review/comment.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { scheduleArticle } from '#src/domain/articles/schedule/plan.ts';
import { openPrivateLink } from '#src/domain/tickets/accessKey.ts';
import { addPerson } from '#src/domain/tickets/addPerson.ts';
import { saveCanned } from '#src/domain/tickets/canned.ts';
import { mergeTicket } from '#src/domain/tickets/merge.ts';
import { askExpert } from '#src/domain/tickets/sideThread.ts';
import { markSpam } from '#src/domain/tickets/spam.ts';
import { declareIssue } from '#src/domain/issues/declare.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { saveFilter } from '#src/domain/tickets/savedFilter.ts';
import { handOver } from '#src/domain/tickets/handOver.ts';
import { tagTicket } from '#src/domain/tickets/tag.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { paths } from '#src/paths.ts';
import { as, makeWorld, password, type World } from '../http/rolesWorld.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { contextOf, oneOff } from '../helpers.ts';
import { looks } from '../sweep.ts';
import { arrive, useBrowser, type Person } from './browser.ts';

// The reading pages are looked at in reading.test.ts; here is every other page.
const browser = useBrowser();
let server: TestServer;
let world: World;
let setupPath: string;

beforeAll(async () => {
  server = await startServer('sqlite');
  setupPath = pathOf((await createSetupLink(contextOf(server.app)))!);
});
afterAll(() => server?.close());

test('the very first page', async () => {
  const person = await come();
  await look(person, setupPath);
  await person.leave();
});

describe('in a portal with something in it', () => {
  beforeAll(async () => {
    world = await makeWorld(server);
    await live(world);
  });

  test('asking, step by step', async () => {
    const person = await come(await keyOf(world.ticketA));
    const { page } = person;
    await look(person, paths.ask('en'));
    await look(person, paths.ask('en', 'blank pages'));
    await look(person, paths.ask('en', 'espresso tastes bitter'));
    await page.getByLabel('Your e-mail address').fill('not an address');
    await page.getByLabel('Your e-mail address').evaluate((field: HTMLInputElement) => (field.type = 'text'));
    await page.getByRole('button', { name: 'Tell me when there is an answer' }).click();
    await lookHere(person, 'the wish that came back');
    await look(person, paths.wishSent('en'));
    await look(person, paths.askContact('en', 'blank pages'));
    await page.getByRole('button', { name: 'Send to support' }).click();
    await lookHere(person, 'the ask form that came back');
    await look(person, paths.askSent('en', world.ticketA.number));
    await look(person, paths.askSolved('en'));
    await person.leave();
  });

  test('a requester’s tickets', async () => {
    const person = await come(await keyOf(world.ticketA));
    await look(person, paths.tickets('en'));
    await look(person, paths.ticket('en', world.ticketA.number));
    await person.leave();
    const other = await come(await keyOf(world.ticketB));
    await look(other, paths.ticket('it', world.ticketB.number));
    await other.leave();
    const stranger = await come();
    await look(stranger, paths.tickets('it'));
    await look(stranger, paths.signIn('en'));
    await stranger.page.goto(paths.tickets('en'));
    await stranger.page.getByLabel('Your e-mail address').fill('a@example.org');
    await stranger.page.getByRole('button', { name: 'Send me a link' }).click();
    await lookHere(stranger, 'where the code is typed');
    await stranger.leave();
  });

  test('a requester who is signed in', async () => {
    const person = await come(await requesterSession(world.ticketA.number));
    await look(person, paths.tickets('en'));
    const { page } = person;
    await page.goto(paths.ticket('en', world.ticketA.number));
    await page.getByText('Add a colleague').click();
    await page.getByLabel('Their e-mail address').fill('kim@example.org');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await lookHere(person, 'a ticket with somebody in copy');
    await page.getByRole('button', { name: 'It’s solved: close it' }).click();
    await lookHere(person, 'a ticket they closed');
    await look(person, paths.aboutMe('en'));
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await lookHere(person, 'erasing that was not confirmed');
    await person.leave();
  });

  test('signing in, and the links that lead in', async () => {
    const person = await come();
    const { page } = person;
    await look(person, paths.login());
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await lookHere(person, 'the login that came back');
    const admin = await as(server.app, world.adminId);
    await look(
      person,
      pathOf(await inviteAgent(admin, { email: 'new@example.com', role: 'agent', tier: 2 })),
    );
    await look(person, pathOf(await createResetLink(admin, world.agentId)));
    await look(person, paths.invitation('wrong'), 404);
    await look(person, '/nothing/here', 404);
    await person.leave();
    const half = await come(await sessionOf(world.agentId, false));
    await look(half, paths.secondFactor());
    await half.leave();
  });

  test('a new ticket for somebody, canned replies, and what is done now and then', async () => {
    const agent = await as(server.app, world.agentId);
    await saveCanned(agent, {
      title: 'Thanks',
      shortcut: 'thanks',
      locale: 'en',
      body: 'Hi {{requester.name}}!',
    });
    const [a, b] = [await world.newTicket(), await world.newTicket()];
    await askExpert(agent, a.number, { email: 'eva@example.net', subject: 'Drum', body: 'Is it the drum?' });
    await addPerson(agent, a.number, { email: 'kim@example.org', name: 'Kim' });
    await mergeTicket(agent, a.number, b.number);
    await markSpam(agent, a.number);
    const person = await come(await sessionOf(world.agentId));
    const { page } = person;
    await look(person, paths.deskNewTicket());
    await look(person, paths.deskReplies());
    await look(person, paths.deskTicket(a.number));
    await page.goto(paths.deskTicket(b.number));
    for (const summary of await page.locator('aside summary').all()) await summary.click();
    await page.locator('[data-canned] summary').click();
    await lookHere(person, 'a ticket with everything open');
    await page.getByRole('link', { name: 'Thanks' }).click();
    expect(await page.locator('[data-composer] [data-body]').inputValue()).toBe('Hi C!');
    await page.locator('[data-composer] [data-body]').fill('');
    await page.locator('[data-composer] [data-body]').pressSequentially('/thanks ');
    expect(await page.locator('[data-composer] [data-body]').inputValue()).toBe('Hi C!');
    await person.leave();
  });

  test('the queue, its tickets, and finding one', async () => {
    const person = await come(await sessionOf(world.agentId));
    await look(person, paths.desk());
    await person.page.keyboard.press('?');
    await lookHere(person, 'the list of keys');
    await look(person, paths.deskQueue('view=all&q=printer&state=waiting&sort=priority'));
    await look(person, paths.deskQueue('view=mine&tag=none'));
    await look(person, paths.deskTicket(world.ticketA.number));
    await look(person, paths.deskTicket(world.ticketB.number, { open: world.article.id }));
    await look(person, paths.deskIssues());
    await look(person, paths.deskIssue(world.article.id));
    await look(person, paths.deskSearch('printer'));
    await look(person, paths.deskSearch('nothing like this'));
    await look(person, paths.deskSearch());
    await person.leave();
  });

  test('articles: the list, the editor, the history', async () => {
    const person = await come(await sessionOf(world.agentId));
    await look(person, paths.deskArticles());
    await look(person, `${paths.deskArticles()}?q=nothing+like+this`);
    await look(person, paths.deskNewArticle());
    await look(person, paths.deskTemplates());
    await look(person, paths.deskNewArticle({ ticket: world.ticketB.number }));
    await look(person, paths.deskNewArticle({ translate: world.article.id, locale: 'it' }));
    await look(person, paths.deskArticle(world.draft.id));
    await look(person, `${paths.deskArticle(world.article.id)}?done=published`);
    await look(person, `${paths.deskArticleRevisions(world.draft.id)}?from=1&to=2`);
    await person.leave();
  });

  test('measures, the own account, and people', async () => {
    const person = await come(await sessionOf(world.adminId));
    await look(person, paths.deskGaps());
    await look(person, paths.deskGap(world.gapId));
    await look(person, paths.deskMeasures());
    await look(person, paths.deskMeasures('from=2020-01-01&to=x'), 422);
    for (const name of ['deflection', 'helpfulness', 'first_reply', 'search_nothing'])
      await look(person, paths.deskMeasure(name));
    await look(person, paths.deskMeasures('preset=year&tier=1'));
    await look(person, paths.deskMeasure('resolution', 'preset=90d&by=category'));
    await look(person, paths.deskContentHealth());
    await look(person, paths.deskHoldout());
    await look(person, paths.deskMonthlyReport());
    await look(person, paths.deskAccount());
    await startSecondFactor(await as(server.app, world.adminId), { password });
    await look(person, paths.deskAccount());
    await look(person, paths.adminPeople());
    await look(person, paths.adminHours());
    await look(person, paths.adminArticles());
    await look(person, paths.deskArticle(world.draft.id));
    await look(person, paths.adminPerson(world.agentId));
    await look(person, paths.adminPerson(world.adminId));
    await person.leave();
  });

  test('mail: the outbox, and the texts', async () => {
    const person = await come(await sessionOf(world.adminId));
    await look(person, paths.deskReceived());
    await look(person, paths.deskReceived({ state: 'duplicate' }));
    await look(person, paths.deskReceivedMail(world.receivedId));
    await look(person, paths.deskArticlePreviews(world.draft.id));
    await look(person, paths.preview(await world.newPreview()));
    await look(person, paths.adminContent());
    await look(person, paths.adminImport(await world.newUpload()));
    await look(person, paths.adminMailboxes());
    await look(person, paths.adminMailbox(world.mailboxId));
    await look(person, paths.adminMailbox('new'));
    await look(person, paths.deskOutbox());
    await look(person, paths.deskOutbox({ q: 'nobody@nowhere', state: 'parked' }));
    await look(person, paths.deskMail(world.mailId));
    await look(person, paths.adminMail());
    await look(person, paths.adminMailTemplate('receipt'));
    await person.page.getByLabel('Text', { exact: true }).fill('{{nonsense}} {{ticket.url}}');
    await person.page.getByRole('button', { name: 'Save' }).click();
    await lookHere(person, 'the mail text that came back');
    await person.leave();
  });
});

/** What makes pages full: replies, a note, tags, a hand-over, links, a saved filter, revisions, a long word. */
async function live({ agent, adminId, ...world }: World): Promise<void> {
  const { ticketA, ticketB, article, draft, categoryId } = world;
  await askReview(agent, { articleId: draft.id, reviewerId: adminId, note: 'Is it clear?' });
  await addComment(agent, { articleId: draft.id, body: 'Which printer?', line: 1 });
  const at = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  await scheduleArticle(agent, { articleId: draft.id, action: 'publish', at, zone: 'Europe/Rome' });
  const body =
    'Turn it **off**, then:\n\n1. wait\n2. turn it on\n\n```sh\nlpadmin -p printer -E\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |';
  for (const { number } of [ticketA, ticketB]) {
    await replyAsAgent(agent, number, { body });
    await tagTicket(agent, number, 'printer');
    await linkArticle(agent, number, article.id, 'related');
  }
  await handOver(agent, ticketA.number, { to: 'tier:2', why: 'escalation', reason: 'Needs a technician.' });
  await replyAsAgent(agent, ticketA.number, { body: `See ${'https://example.com/'.padEnd(200, 'x')}` });
  await resolveTicket(agent, ticketB.number, { ...oneOff, solvedByArticleId: article.id });
  await declareIssue(agent, article.id, 'workaround');
  await saveFilter(agent, { name: 'Printers, waiting', query: 'state=waiting&tag=printer' });
  await saveArticle(agent, {
    id: draft.id,
    fields: { title: 'Unfinished', source: `Soon.\n\n## More\n\n${body}`, categoryId },
  });
  await server.app.search.freshen();
}

type Cookie = { name: string; value: string };

async function come(...cookies: Cookie[]): Promise<Person> {
  const person = await arrive(browser(), { baseURL: server.url, reducedMotion: 'reduce' });
  await person.context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: server.url })));
  return person;
}

const keyOf = ({ number, key }: World['ticketA']): Promise<Cookie> =>
  openPrivateLink(world.system, number, key);

async function requesterSession(number: number): Promise<Cookie> {
  const { requesterId } = (await ticketView(world.system, number)).ticket;
  const session = await world.system.db.write((tx) =>
    createRequesterSession(tx, world.system, { requesterId, userAgent: 'test' }),
  );
  return { name: requesterCookie(server.app.config).name, value: session.token };
}

async function sessionOf(agentId: number, isComplete = true): Promise<Cookie> {
  const { token } = await createSession(world.system, { agentId, userAgent: 'test', isComplete });
  return { name: sessionCookie(server.app.config).name, value: token };
}

const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;

async function look(person: Person, path: string, status = 200): Promise<void> {
  const response = await person.page.goto(path);
  expect(response!.status(), path).toBe(status);
  await lookHere(person, path);
}

/** The page in each width and colour scheme: nothing that axe finds, nothing wider than the window. */
async function lookHere({ page, complaints }: Person, name: string): Promise<void> {
  const found: string[] = [];
  for (const [width, colorScheme] of looks) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const at = `${name} at ${width} px, ${colorScheme}`;
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, nodes } of violations)
      found.push(`${at}: ${id}: ${nodes.map((node) => node.html.slice(0, 300)).join('\n')}`);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (excess > 0) found.push(`${at}: ${excess} px wider than the window`);
  }
  // The status of a page that refuses is no complaint about it; it may be told a little late.
  for (let i = complaints.length - 1; i >= 0; i--)
    if (/status of 4\d\d/.test(complaints[i]!)) complaints.splice(i, 1);
  expect(found).toEqual([]);
}
