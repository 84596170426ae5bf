import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle, type NewArticle } from '#src/domain/articles/create.ts';
import type { Locale } from '#src/i18n/index.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { contextOf } from '../helpers.ts';
import { looks } from '../sweep.ts';
import { arrive, useBrowser, type Person } from './browser.ts';

const browser = useBrowser();
let server: TestServer;
beforeAll(async () => {
  server = await startServer('sqlite');
  await writeKnowledgeBase();
}, 60_000);
afterAll(() => server?.close());

const visit = (options = {}): Promise<Person> => arrive(browser(), { baseURL: server.url, ...options });
const filler = 'Open the message, follow its link and choose a new one. '.repeat(40);
const searchbox = (page: Page) => page.getByRole('searchbox', { name: 'Search for an answer' });

describe('answers while you type', () => {
  test('arrows choose, Enter opens, Escape closes, and a screen reader hears the count', async () => {
    const { page, leave } = await visit();
    await page.goto('/en/faq');
    await page.keyboard.press('/');
    await page.keyboard.type('forgotten password');
    const options = page.getByRole('listbox', { name: 'Suggested answers' }).getByRole('option');
    await options.first().waitFor();
    expect(await options.first().locator('mark').allTextContents()).toContain('password');
    await page
      .getByRole('status')
      .filter({ hasText: /\d result/ })
      .waitFor();
    await page.keyboard.press('Escape');
    expect(await options.count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    await options.first().waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    expect(await searchbox(page).getAttribute('aria-activedescendant')).toBe(
      await options.first().getAttribute('id'),
    );
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Reset a forgotten password' }).waitFor();
    expect(new URL(page.url()).origin).toBe(server.url);
    await leave();
  });

  test('Enter without a choice opens the page of results; Ctrl-K comes back to the words', async () => {
    const { page, leave } = await visit();
    await page.goto('/en');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('invoice');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/search?q=invoice');
    await page.getByRole('link', { name: 'Where is my invoice?' }).waitFor();
    await page.keyboard.press('Control+k');
    expect(await searchbox(page).inputValue()).toBe('invoice');
    await leave();
  });

  test('an answer that comes late never replaces the one for newer words', async () => {
    const { page, leave } = await visit();
    const held: (() => void)[] = [];
    await page.route('**/api/v1/search?q=pass*', async (route) => {
      await new Promise<void>((go) => held.push(go));
      await route.continue().catch(() => {});
    });
    await page.goto('/en');
    await searchbox(page).fill('pass');
    await expect.poll(() => held.length).toBe(1);
    await searchbox(page).fill('invoice');
    const first = page.getByRole('option').first();
    await expect.poll(() => first.textContent()).toContain('invoice');
    held.forEach((go) => go());
    await page
      .getByRole('status')
      .filter({ hasText: /\d result/ })
      .waitFor();
    expect(await first.textContent()).toContain('invoice');
    await leave();
  });

  test('what is under the pointer stays there until it leaves', async () => {
    const { page, leave } = await visit();
    let go = () => {};
    await page.goto('/en');
    await searchbox(page).fill('invoice');
    const first = page.getByRole('option').first();
    await first.waitFor();
    await page.route('**/api/v1/search?q=password*', async (route) => {
      await new Promise<void>((resolve) => (go = resolve));
      await route.continue();
    });
    const asked = page.waitForRequest('**/api/v1/search?q=password*');
    await searchbox(page).fill('password');
    await asked;
    await first.hover();
    const answered = page.waitForResponse('**/api/v1/search?q=password*');
    go();
    await (await answered).finished();
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => setTimeout(next, 50))));
    expect(await first.textContent()).toContain('invoice');
    await page.mouse.move(1, 1);
    await expect.poll(() => first.textContent()).toContain('password');
    await leave();
  });

  test('nothing found leads to a person, with the words', async () => {
    const { page, leave } = await visit();
    await page.goto('/en');
    await searchbox(page).fill('qwxzy flugelhorn');
    const ask = page.getByRole('option', { name: /Ask us instead/ });
    await ask.waitFor();
    expect(await ask.getAttribute('href')).toBe('/en/ask?q=qwxzy%20flugelhorn');
    await leave();
  });
});

describe('reading', () => {
  test('the contents list marks the section being read', async () => {
    const { page, leave } = await visit();
    await page.goto('/en/articles/reset-a-forgotten-password');
    const contents = page.getByRole('navigation', { name: 'On this page' });
    const current = contents.locator('[aria-current]');
    await contents.getByRole('link', { name: 'When the link expired' }).click();
    await expect.poll(() => current.allTextContents()).toEqual(['When the link expired']);
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(() => current.count()).toBe(0);
    await leave();
  });

  test.each([true, false])('a link to a question opens it (script: %s)', async (javaScriptEnabled) => {
    const { page, leave } = await visit({ javaScriptEnabled });
    await page.goto('/en/faq#where-is-my-invoice');
    await page.getByText('Under Billing, in your account.').waitFor();
    const other = page.getByText('Yes, in both languages.');
    expect(await other.isVisible()).toBe(false);
    await page.getByText('Do you speak Italian?').click();
    expect(await other.isVisible()).toBe(true);
    await leave();
  });

  test('the questions are there as structured data', async () => {
    const { page, leave } = await visit();
    await page.goto('/en/faq');
    const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!);
    expect(data['@type']).toBe('FAQPage');
    expect(data.mainEntity.map(({ name }: { name: string }) => name)).toContain('Where is my invoice?');
    await leave();
  });

  test('a "no" asks what was missing, without a script', async () => {
    const { page, leave } = await visit({ javaScriptEnabled: false });
    await page.goto('/en/articles/reset-a-forgotten-password');
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByLabel('What was missing?').fill('My phone has no mail.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'Thank you, we’ve noted that.' }).waitFor();
    const votes = await server.app.db.read.select().from(server.app.db.read.tables.articleVotes);
    expect(votes).toMatchObject([{ helpful: false, comment: 'My phone has no mail.' }]);
    await leave();
  });

  test('a missing translation is shown in the other language, and says so', async () => {
    const { page, leave } = await visit();
    await page.goto('/it/articles/reset-a-forgotten-password');
    await page.getByText('Questa risposta non è ancora disponibile in Italiano').waitFor();
    expect(await page.locator('article').getAttribute('lang')).toBe('en');
    await leave();
  });

  test('an address that leads nowhere searches for its words', async () => {
    const { page, context } = await visit();
    const response = await page.goto('/en/help/forgotten-password');
    expect(response?.status()).toBe(404);
    await page.getByRole('link', { name: 'Reset a forgotten password' }).waitFor();
    await context.close();
  });

  test('an article is at most 8 requests, 30 KB over the wire and 10 KB of script (DESIGN §10)', async () => {
    const { page, leave } = await visit();
    await page.goto('/en/articles/reset-a-forgotten-password', { waitUntil: 'networkidle' });
    const sent = await page.evaluate(() =>
      [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
        (entry) => {
          const { name, encodedBodySize, transferSize } = entry as PerformanceResourceTiming;
          return { name, bytes: Math.max(encodedBodySize, transferSize) };
        },
      ),
    );
    const sum = (list: typeof sent) => list.reduce((all, one) => all + one.bytes, 0);
    expect(sent.length).toBeLessThanOrEqual(8);
    expect(sum(sent)).toBeLessThanOrEqual(30_000);
    expect(sum(sent.filter(({ name }) => name.endsWith('.js')))).toBeLessThanOrEqual(10_000);
    expect(sum(sent)).toBeGreaterThan(5_000);
    await leave();
  });
});

describe('for everybody', () => {
  const pages = [
    '/en',
    '/it',
    '/en/categories/account',
    '/en/articles/reset-a-forgotten-password',
    '/it/articles/reset-a-forgotten-password',
    '/en/faq',
    '/en/faq#where-is-my-invoice',
    '/en/search',
    '/en/search?q=password',
    '/en/search?q=qwxzy',
  ];
  test.each(looks)('axe finds nothing on the reading pages, at %i px, %s', async (width, colorScheme) => {
    const { page, leave } = await visit({ colorScheme, viewport: { width, height: 800 } });
    for (const path of pages) {
      await page.goto(path);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
      expect(found, path).toEqual([]);
    }
    await leave();
  });

  test('nothing is wider than a screen of 320 px, whatever the words', async () => {
    const { page, leave } = await visit({ viewport: { width: 320, height: 640 } });
    for (const path of [...pages, '/en/articles/long-words']) {
      await page.goto(path);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(excess, path).toBeLessThanOrEqual(0);
    }
    await leave();
  });
});

async function writeKnowledgeBase(): Promise<void> {
  const ctx = contextOf(server.app);
  const category = { key: 'account', slug: 'account', summary: 'Passwords, invoices, languages.' };
  const { id } = await createCategory(ctx, { ...category, locale: 'en', title: 'Your account' });
  await createCategory(ctx, { ...category, locale: 'it', title: 'Il tuo account', slug: 'account-it' });
  const write = (
    fields: Partial<NewArticle['fields']> & { title: string; source: string },
    locale: Locale = 'en',
  ) => createArticle(ctx, { locale, state: 'published', fields: { categoryId: id, ...fields } });
  await write({
    title: 'Reset a forgotten password',
    summary: 'A link by e-mail lets you choose a new one.',
    source: `Choose **Forgotten password** where you sign in.\n\n## Ask for the link\n\n${filler}\n\n## When the link expired\n\n${filler}\n\n| Link | Lasts |\n| --- | --- |\n| Password | 1 hour |\n\n## Afterwards\n\n${filler}`,
  });
  await write({ title: 'Where is my invoice?', kind: 'faq', source: 'Under Billing, in your account.' });
  await write({ title: 'Do you speak Italian?', kind: 'faq', source: 'Yes, in both languages.' });
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
  await write({
    title: long,
    slug: 'long-words',
    source: `## ${long}\n\n${long.repeat(3)} \`${long}\`\n\n\`\`\`\n${long.repeat(3)}\n\`\`\`\n\n| ${long} | b |\n| --- | --- |\n| ${long} | ${long} |`,
  });
  await server.app.search.freshen();
}
