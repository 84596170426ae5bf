import { existsSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';

const debianChromium = '/usr/bin/chromium';

/** One Chromium for a test file: Debian's where it is, else the one Playwright brought. */
export function useBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(existsSync(debianChromium) && { executablePath: debianChromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(() => browser?.close());
  return () => browser;
}

export interface Person {
  page: Page;
  context: BrowserContext;
  /** What the console said and what the content policy blocked, in order; expected to stay empty. */
  complaints: string[];
  /** Close the browser window; fails when anything was complained about. */
  leave: () => Promise<void>;
}

/** A person with a browser of their own: no cookies shared with others, every console message kept. */
export async function arrive(browser: Browser, options: BrowserContextOptions): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()} (${page.url()})`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message} (${page.url()})`));
  const leave = async () => {
    await context.close();
    expect(complaints).toEqual([]);
  };
  return { page, context, complaints, leave };
}
