import { globSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '#src/context.ts';
import { createSetupLink } from '#src/domain/accounts/setup.ts';
import { refreshMeasures } from '#src/domain/measures/refresh.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { translator, type MessageKey } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import { contextOf, engines } from '../helpers.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { searchFor, sendQuestion } from './asking.ts';
import { arrive, useBrowser, type Person } from './browser.ts';

const handbook = fileURLToPath(new URL('../../content', import.meta.url));

/** What is said in the story, in each language. Nothing in the handbook answers the second question. */
const stories = {
  en: {
    known: 'how do I restore a backup',
    knownTitle: 'Back up and restore',
    unknown: 'espresso tastes bitter and sour',
    details: 'The grinder is new, the beans are fresh.',
    solution: 'Grind **coarser**: the water runs through too slowly.',
    published: 'espresso tastes bitter and sour',
    thirdAsks: 'bitter espresso',
    keyword: 'coarser',
  },
  it: {
    known: 'come ripristino una copia di sicurezza',
    knownTitle: 'Copia di sicurezza e ripristino',
    unknown: 'caffè amaro e bruciato dalla moka',
    details: 'Il fornello è nuovo, il caffè fresco.',
    solution: 'Tieni la fiamma più **bassa** e togli la moka prima che borbotti.',
    published: 'caffè amaro e bruciato dalla moka',
    thirdAsks: 'moka amara',
    keyword: 'bassa',
  },
} as const;

/** The English names that others rely on. */
const fixedNames: Partial<Record<MessageKey, string>> = {
  'search.label': 'Search for an answer',
  'ask.solved': 'This solved it',
  'ask.stillNeedHelp': 'I still need help',
  'ask.send': 'Send to support',
  'desk.reply': 'Reply',
  'desk.addNote': 'Add note',
  'desk.resolve': 'Resolve',
  'desk.turnIntoArticle': 'Turn into article',
  'editor.publish': 'Publish',
};

test('the names that others rely on are as they were promised', () => {
  const t = translator('en');
  for (const [key, name] of Object.entries(fixedNames)) expect(t(key as MessageKey)).toBe(name);
});

const browser = useBrowser();
const cases = engines.flatMap((engine) => (['en', 'it'] as const).map((locale) => ({ engine, locale })));

let first: TestServer;

describe.each(cases)('the whole loop on $engine in $locale', ({ engine, locale }) => {
  const t = translator(locale);
  const say = stories[locale];
  let server: TestServer;
  let contentDir = '';
  let admin: Person;
  let privateLink = '';
  const arriveHere = () =>
    arrive(browser(), { baseURL: server.url, locale: locale === 'it' ? 'it-IT' : 'en-GB' });
  const button = (page: Page, key: MessageKey) => page.getByRole('button', { name: t(key), exact: true });

  beforeAll(async () => {
    contentDir = await mkdtemp(join(tmpdir(), 'portico-content-'));
    await cp(handbook, contentDir, { recursive: true });
    server = await startServer(engine, { DEFAULT_LOCALE: locale, CONTENT_DIR: contentDir });
    first ??= server;
  });
  afterAll(async () => {
    await server?.close();
    await rm(contentDir, { recursive: true, force: true });
  });

  test('a customer searches, reads and is done', async () => {
    const { page, leave } = await arriveHere();
    await searchFor(page, locale, say.known);
    await page.getByRole('main').getByRole('link', { name: say.knownTitle }).first().click();
    await page.getByRole('heading', { level: 1, name: say.knownTitle }).waitFor();
    await button(page, 'feedback.yes').click();
    await page.getByText(t('feedback.thanks')).waitFor();
    await leave();
  });

  test('one begins to ask, opens a passage in place, and is done', async () => {
    const { page, leave } = await arriveHere();
    await page.goto(paths.ask(locale));
    await page.getByLabel(t('ask.problem')).fill(say.known);
    await button(page, 'ask.continue').click();
    await page.getByText(say.knownTitle).first().click();
    await button(page, 'ask.stillNeedHelp').waitFor();
    await button(page, 'ask.solved').click();
    await page.getByRole('heading', { level: 1, name: t('ask.solvedTitle') }).waitFor();
    await leave();
  });

  test('another finds nothing, and files a ticket that carries what they tried', async () => {
    const { page, leave } = await arriveHere();
    await searchFor(page, locale, say.unknown);
    await sendQuestion(page, locale, {
      ...{ details: say.details, name: 'Carla Customer', email: 'carla@example.com' },
    });
    privateLink = await page.getByRole('link', { name: /key=/ }).innerText();
    await leave();
  });

  test('the first admin comes by the one-time link, answers and resolves', async () => {
    admin = await arriveHere();
    const { page } = admin;
    const link = new URL((await createSetupLink(contextOf(server.app)))!);
    await page.goto(link.pathname + link.search);
    await page.getByLabel(t('accounts.name')).fill('Ada Agent');
    await page.getByLabel(t('accounts.email')).fill('ada@example.com');
    await page.getByLabel(t('accounts.password'), { exact: true }).fill('four calm words here');
    await button(page, 'accounts.setup.submit').click();
    await page.waitForURL(/\/desk/);
    await page.getByRole('link', { name: say.unknown }).first().click();
    await page.getByText(say.details).first().waitFor();
    await page.getByText(new RegExp(`[“«]${say.unknown}[”»]`)).waitFor();
    await page
      .getByRole('form', { name: t('desk.replyLabel', { name: 'Carla Customer' }) })
      .getByRole('textbox')
      .first()
      .fill(say.solution);
    await button(page, 'desk.reply').click();
    await page.locator('strong', { hasText: say.keyword }).waitFor();
    await button(page, 'desk.resolve').click();
    await page.getByText(t('tickets.state.resolved'), { exact: true }).first().waitFor();
  });

  test('the customer reads the answer behind the private link', async () => {
    const { page, leave } = await arriveHere();
    await page.goto(new URL(privateLink).pathname + new URL(privateLink).search);
    await page.locator('strong', { hasText: say.keyword }).waitFor();
    expect(page.url()).not.toContain('key=');
    await leave();
  });

  test('the ticket becomes an article, on the site and in the content folder', async () => {
    const { page } = admin;
    await page
      .getByRole('link', { name: t('desk.turnIntoArticle'), exact: true })
      .or(button(page, 'desk.turnIntoArticle'))
      .first()
      .click();
    await button(page, 'editor.publish').first().click();
    await page.getByText(t('editor.done.published')).first().waitFor();
    await expect
      .poll(
        async () => {
          const files = globSync(`${locale}/**/*.md`, { cwd: contentDir });
          const texts = await Promise.all(files.map((file) => readFile(join(contentDir, file), 'utf8')));
          return texts.some((text) => text.includes(say.keyword));
        },
        { timeout: 3_000 },
      )
      .toBe(true);
  });

  test('a third customer types their own words and finds it', async () => {
    const { page, leave } = await arriveHere();
    await searchFor(page, locale, say.thirdAsks);
    await page.getByRole('main').getByRole('link', { name: say.published }).first().click();
    await page.getByRole('heading', { level: 1, name: say.published }).waitFor();
    await page.locator('strong', { hasText: say.keyword }).waitFor();
    await leave();
  });

  test('the admin sees all of it counted', async () => {
    const { page, leave } = admin;
    await settleVisits(contextOf(server.app, systemActor, new Date(Date.now() + 25 * 3_600_000)));
    // The server brings the sums up to date by its clock: one waits for it, the others do not.
    if (server !== first) await refreshMeasures(contextOf(server.app));
    // Two of three were helped.
    await expect
      .poll(
        async () => {
          await page.goto(paths.deskMeasures());
          return page.getByRole('main').innerText();
        },
        { timeout: 60_000, interval: 500 },
      )
      .toContain('66');
    await leave();
  });
});
