import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSetupLink } from '#src/domain/accounts/setup.ts';
import { ensureCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { translator, type Locale } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import { contextOf } from '../helpers.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { sendQuestion } from './asking.ts';
import { arrive, useBrowser, type Person } from './browser.ts';

/** Articles of each language, and words that none of them holds but that mean the first. */
const stories = {
  en: {
    title: 'Restart a frozen display',
    source: 'Hold the power key for ten seconds.\n\n## When the display stays dark\n\nCharge it for an hour.',
    other: 'Download an invoice',
    otherSource: 'Invoices are kept under Billing.\n\n## When the display shows no invoice\n\nReload it.',
    ticket: 'My gizmo has gone bonkers',
    details: 'Since breakfast it hums and blinks.',
    asked: 'bonkers gizmo that hums',
    typed: 'when the dis',
  },
  it: {
    title: 'Riavviare lo schermo bloccato',
    source: 'Tieni premuto il tasto di accensione.\n\n## Se lo schermo resta scuro\n\nMettilo in carica.',
    other: 'Scaricare una fattura',
    otherSource: 'Le fatture stanno in Pagamenti.\n\n## Se lo schermo non mostra la fattura\n\nRicarica.',
    ticket: 'Il mio aggeggio fa le bizze',
    details: 'Da colazione ronza e lampeggia.',
    asked: 'aggeggio che ronza e fa le bizze',
    typed: 'se lo sche',
  },
} as const;

const browser = useBrowser();
let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer('sqlite');
  for (const locale of ['en', 'it'] as const) await writeArticles(locale);
  await server.app.search.freshen();
  admin = await signIn();
}, 90_000);
afterAll(async () => {
  await admin?.leave();
  await server?.close();
});

const visit = (options = {}): Promise<Person> => arrive(browser(), { baseURL: server.url, ...options });
const searchbox = (page: Page, locale: Locale = 'en') =>
  page.getByRole('searchbox', { name: translator(locale)('search.label') }).first();

describe.each(['en', 'it'] as const)('in words that no article contains, in %s', (locale) => {
  const t = translator(locale);
  const say = stories[locale];

  test('nothing is found, so a customer asks a person', async () => {
    const { page, leave } = await visit({ locale });
    await page.goto(`${paths.home(locale)}`);
    await searchbox(page, locale).fill(say.ticket);
    await searchbox(page, locale).press('Enter');
    await page.getByRole('heading', { name: t('results.nothingTitle') }).waitFor();
    expect(await page.getByRole('link', { name: say.title }).count()).toBe(0);
    await sendQuestion(page, locale, {
      ...{ details: say.details, name: 'Carla Customer', email: `carla.${locale}@example.com` },
    });
    await leave();
  });

  test('one ticket resolved with the right article teaches them to everybody', async () => {
    const { page } = admin;
    const desk = translator('en');
    await page.goto('/desk');
    await page.getByRole('link', { name: say.ticket }).first().click();
    await page.getByLabel(desk('desk.articleSearch')).fill(say.title);
    await page.getByLabel(desk('desk.articleSearch')).press('Enter');
    await page.getByRole('button', { name: desk('desk.linkAnswers', { title: say.title }) }).click();
    await page.getByRole('radio', { name: new RegExp(say.title) }).waitFor();
    await page.getByRole('button', { name: desk('desk.resolve'), exact: true }).click();
    await page.getByText(desk('tickets.state.resolved'), { exact: true }).first().waitFor();
    const other = await visit({ locale });
    await expect.poll(() => firstResult(other.page, locale, say.asked), { timeout: 5_000 }).toBe(say.title);
    await other.leave();
  });

  test('and gives nothing away of them', async () => {
    const { page, leave } = await visit({ locale });
    await page.goto(`${paths.search(locale)}?q=${encodeURIComponent(say.asked)}`);
    const words = say.ticket.split(' ').at(-1)!;
    const results = await page.locator('[data-results]').innerText();
    expect(results).toContain(say.title);
    expect(results).not.toContain(words);
    await searchbox(page, locale).fill(say.ticket.slice(0, -2));
    await page.getByRole('option').first().waitFor();
    expect(await page.getByRole('listbox').innerText()).not.toContain(say.ticket);
    await leave();
  });

  test('completions are titles and headings; choosing one by keys answers it', async () => {
    const { page, leave } = await visit({ locale });
    await page.goto(paths.home(locale));
    await searchbox(page, locale).pressSequentially(say.typed);
    const goOn = page.getByRole('group', { name: t('search.goOn') }).getByRole('option');
    await expect.poll(() => goOn.count()).toBe(2);
    const [first] = await goOn.allTextContents();
    expect(say.source + say.otherSource).toContain(first);
    await page.keyboard.press('ArrowDown');
    expect(await goOn.first().getAttribute('aria-selected')).toBe('true');
    expect(await searchbox(page, locale).getAttribute('aria-activedescendant')).toBe(
      await goOn.first().getAttribute('id'),
    );
    await page.keyboard.press('Enter');
    await expect.poll(() => searchbox(page, locale).inputValue()).toBe(first);
    // Its own words are no longer a way to go on, and the answer is its section.
    const title = say.source.includes(first!) ? say.title : say.other;
    const answer = page.getByRole('option', { name: title });
    await expect.poll(() => answer.getAttribute('href')).toMatch(/#./);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?/);
    await leave();
  });
});

describe('while typing', () => {
  test('a click on a completion keeps the focus in the box', async () => {
    const { page, leave } = await visit();
    await page.goto('/en');
    await searchbox(page).fill('when the');
    const first = page.getByRole('group', { name: 'Go on as' }).getByRole('option').first();
    const text = await first.textContent();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await first.click();
    expect(await searchbox(page).inputValue()).toBe(text);
    expect(await searchbox(page).evaluate((box) => box === document.activeElement)).toBe(true);
    await leave();
  });

  test('another language answers where this one can’t, and it is said', async () => {
    const { page, leave } = await visit();
    await page.goto('/en');
    await searchbox(page).fill('scaricare fattura');
    const option = page.getByRole('option', { name: 'Scaricare una fattura' });
    await option.waitFor();
    expect(await option.getAttribute('lang')).toBe('it');
    await page
      .getByText('Nothing in English answers this yet: in another language', { exact: true })
      .waitFor();
    await page.getByRole('status').filter({ hasText: 'Nothing in English' }).waitFor();
    await searchbox(page).press('Enter');
    await page.getByText('Nothing in English answers this, so these are in Italiano.').waitFor();
    await leave();
  });

  test('a mended word is shown on the page of results', async () => {
    const { page, leave } = await visit();
    await page.goto('/en/search?q=downlaod+invocie');
    await page.getByText('These are results for “download invoice”.').waitFor();
    await page.getByRole('link', { name: 'Download an invoice' }).waitFor();
    await leave();
  });
});

async function firstResult(page: Page, locale: Locale, query: string): Promise<string | null> {
  await page.goto(`${paths.search(locale)}?q=${encodeURIComponent(query)}`);
  const first = page.locator('[data-results] li').first().getByRole('link');
  return (await first.count()) > 0 ? first.textContent().then((text) => text!.trim()) : null;
}

async function signIn(): Promise<Person> {
  const person = await visit();
  const t = translator('en');
  const link = new URL((await createSetupLink(contextOf(server.app)))!);
  await person.page.goto(link.pathname + link.search);
  await person.page.getByLabel(t('accounts.name')).fill('Ada Agent');
  await person.page.getByLabel(t('accounts.email')).fill('ada@example.com');
  await person.page.getByLabel(t('accounts.password'), { exact: true }).fill('four calm words here');
  await person.page.getByRole('button', { name: t('accounts.setup.submit'), exact: true }).click();
  await person.page.waitForURL(/\/desk/);
  return person;
}

async function writeArticles(locale: Locale): Promise<void> {
  const ctx = contextOf(server.app);
  const say = stories[locale];
  const { id } = await ensureCategory(ctx, {
    key: 'help',
    locale,
    title: locale === 'en' ? 'Help' : 'Aiuto',
  });
  for (const [title, source] of [
    [say.title, say.source],
    [say.other, say.otherSource],
  ] as const)
    await createArticle(ctx, { locale, state: 'published', fields: { title, source, categoryId: id } });
}
