import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { refreshMeasures } from '#src/domain/measures/refresh.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { translator, type MessageKey } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import { contextOf, engines } from '../helpers.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { searchFor, sendQuestion } from './asking.ts';
import { arrive, useBrowser, type Person } from './browser.ts';

const t = translator('en');
const browser = useBrowser();
const customers = {
  first: { details: 'It drips below the left hinge.', name: 'Fay First', email: 'fay@example.com' },
  second: { details: 'A puddle every morning.', name: 'Sam Second', email: 'sam@example.com' },
};
const solution = 'Replace the **gasket** of the door.';

describe.each(engines)('an agent’s day on %s: the same question three times', (engine) => {
  let server: TestServer;
  let ada: Person;
  const comeHere = () => arrive(browser(), { baseURL: server.url, locale: 'en-GB' });
  const button = (page: Page, key: MessageKey) => page.getByRole('button', { name: t(key), exact: true });
  const reply = (page: Page) => page.locator('[data-composer] [data-body]');
  const ticket = async (number: number) => (await ticketView(contextOf(server.app), number)).ticket;

  beforeAll(async () => {
    server = await startServer(engine);
    const system = contextOf(server.app);
    await createCategory(system, { locale: 'en', title: 'Dishwashers' });
    const agentId = await createAgent(system, {
      ...{ email: 'ada@example.org', name: 'Ada Agent', role: 'agent', password: 'four calm words here' },
    });
    const { token } = await createSession(system, { agentId, userAgent: 'test', isComplete: true });
    ada = await comeHere();
    const { name } = sessionCookie(server.app.config);
    await ada.context.addCookies([{ name, value: token, url: server.url }]);
  });
  afterAll(() => server?.close());

  test('the first finds nothing and asks; solving it makes the article', async () => {
    const { page: asking, leave } = await comeHere();
    await searchFor(asking, 'en', 'dishwasher leaks water');
    await sendQuestion(asking, 'en', customers.first);
    await leave();
    const { page } = ada;
    await page.goto(paths.desk());
    await page.getByRole('link', { name: 'dishwasher leaks water' }).first().click();
    await page.getByText(t('desk.answers.none')).waitFor();
    await reply(page).fill(solution);
    await button(page, 'desk.reply').click();
    await page.locator('strong', { hasText: 'gasket' }).waitFor();
    await page.getByRole('radio', { name: t('desk.resolveNew') }).check();
    await button(page, 'desk.resolve').click();
    await button(page, 'editor.publish').first().click();
    await page.getByText(t('editor.done.published')).first().waitFor();
    expect(await ticket(1)).toMatchObject({
      ...{ state: 'resolved', wasKnown: false, noAnswerReason: null, selfServiceFailure: 'missing' },
      solvedByArticleId: expect.any(Number),
    });
  });

  test('the second went straight to the form; the article is beside it, and a key puts it into the reply', async () => {
    const { page: asking, leave } = await comeHere();
    await asking.goto(paths.askContact('en', 'water below the dishwasher'));
    await sendQuestion(asking, 'en', customers.second);
    await leave();
    const { page } = ada;
    await page.goto(paths.desk());
    await page.getByRole('link', { name: 'water below the dishwasher' }).first().click();
    const articles = page.getByRole('region', { name: t('desk.articles') });
    await articles.getByText('Dishwasher leaks water').click();
    await articles.locator('strong', { hasText: 'gasket' }).waitFor();
    await page.keyboard.press('t');
    expect(await reply(page).inputValue()).toMatch(
      /^Replace the \*\*gasket\*\* of the door\.\n\n→ \[.+\]\(http/,
    );
    await button(page, 'desk.reply').click();
    await page.locator('.message strong', { hasText: 'gasket' }).waitFor();
    // The reply named the article: it is the answer already, and only has to be confirmed.
    expect(await page.getByRole('radio', { name: 'Dishwasher leaks water' }).isChecked()).toBe(true);
    await button(page, 'desk.resolve').click();
    await page.getByText(t('tickets.state.resolved'), { exact: true }).first().waitFor();
    expect(await ticket(2)).toMatchObject({
      ...{ state: 'resolved', wasKnown: true, selfServiceFailure: 'not_found' },
      solvedByArticleId: (await ticket(1)).solvedByArticleId,
    });
  });

  test('the third finds it and files nothing', async () => {
    const { page, leave } = await comeHere();
    await searchFor(page, 'en', 'puddle under the dishwasher');
    await page.getByRole('main').getByRole('link', { name: 'Dishwasher leaks water' }).first().click();
    await page.locator('strong', { hasText: 'gasket' }).waitFor();
    await button(page, 'feedback.yes').click();
    await page.getByText(t('feedback.thanks')).waitFor();
    await leave();
  });

  test('the measures say exactly that', async () => {
    await refreshMeasures(contextOf(server.app, systemActor, new Date(Date.now() + 25 * 3_600_000)));
    const { page, leave } = ada;
    await page.goto(paths.deskMeasures());
    /** Its figure, and how many of how many. */
    const said = async (name: MessageKey) => {
      const row = page.locator('tr', { has: page.getByRole('link', { name: t(name), exact: true }) });
      const [, figure, sample] = /([\d.]+)\s?%[^]*?(\d+ of \d+)/.exec(await row.first().innerText()) ?? [];
      return [figure, sample];
    };
    // Of three who asked one was helped without a ticket.
    expect(await said('measures.name.deflection')).toEqual(['33.3', '1 of 3']);
    // Both tickets were answered by the article, which the second could have found.
    expect(await said('measures.name.link_rate')).toEqual(['100', '2 of 2']);
    expect(await said('measures.name.known')).toEqual(['50', '1 of 2']);
    expect(await said('measures.name.first_contact')).toEqual(['100', '2 of 2']);
    // Two searches, of which the later was answered and opened.
    expect(await said('measures.name.search_success')).toEqual(['50', '1 of 2']);
    expect(await said('measures.name.helpfulness')).toEqual(['100', '1 of 1']);
    await leave();
  });
});
