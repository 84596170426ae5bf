import type { Page } from 'playwright';
import { translator, type Locale } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';

/** Type words into the search of the front page and see what it finds. */
export async function searchFor(page: Page, locale: Locale, words: string): Promise<void> {
  await page.goto(paths.home(locale));
  const box = page.getByRole('searchbox', { name: translator(locale)('search.label') }).first();
  await box.fill(words);
  await box.press('Enter');
  await page.waitForURL(/\/search\?/);
}

/** Fill in the form for a person, as it stands on the page, and send it. */
export async function sendQuestion(
  page: Page,
  locale: Locale,
  { details, name, email }: { details: string; name: string; email: string },
): Promise<void> {
  const t = translator(locale);
  await page.getByLabel(t('ask.details')).fill(details);
  await page.getByLabel(t('ask.name')).fill(name);
  await page.getByLabel(t('ask.email'), { exact: true }).fill(email);
  await page.waitForTimeout(1_600); // people take longer than robots
  await page.getByRole('button', { name: t('ask.send'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: t('ask.sentTitle') }).waitFor();
}
