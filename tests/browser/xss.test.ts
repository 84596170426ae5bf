import { existsSync, readFileSync } from 'node:fs';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderArticle } from '#src/domain/articles/rendered.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { queueQuery } from '#src/domain/tickets/filter.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { openPrivateLink } from '#src/domain/tickets/accessKey.ts';
import { tagTicket } from '#src/domain/tickets/tag.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { paths } from '#src/paths.ts';
import { makeWorld, type World } from '../http/rolesWorld.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { contextOf } from '../helpers.ts';
import { isSweep, sampleOf } from '../sweep.ts';
import { useBrowser } from './browser.ts';

const corpus = new URL('../../../shared/corpora/xss/fires_raw.jsonl', import.meta.url);
const few = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '<svg onload=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>',
  '<a href="javascript:alert(1)" autofocus onfocus=alert(1)>x</a>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
];
const every = existsSync(corpus)
  ? readFileSync(corpus, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { payload: string }).payload)
  : few;
if (every === few) console.info('../shared/corpora/xss is not here: only a few payloads are tested');
/** What is planted on pages; as the source of an article each one is tried. */
const payloads = sampleOf(every, 8);
/** Each of these ends a place in which a text of a stranger could stand. */
const wayOut = `"'></title></textarea></script>-->`;
const chunksOf = (list: string[]) =>
  Array.from({ length: Math.ceil(list.length / 50) }, (_, i) => list.slice(i * 50, i * 50 + 50));
const chunks = chunksOf(payloads);
const some = (n: number) => payloads.filter((_, i) => i % Math.ceil(payloads.length / n) === 0);

const browser = useBrowser();
let server: TestServer;
let world: World;
let pages: { visitor: string[]; agent: string[] };
let ticketCookies: { name: string; value: string }[];

beforeAll(async () => {
  server = await startServer('sqlite');
  world = await makeWorld(server);
  pages = await plant();
  expect(pages.agent.filter((path) => path.includes('after=')).length).toBeGreaterThanOrEqual(
    Math.floor(payloads.length / 50),
  );
}, 180_000);
afterAll(() => server?.close());

test('the detector sees payloads that run', async () => {
  const { page, ran, leave } = await open({ bypassCSP: true });
  await page.goto('/robots.txt');
  await inFrames(page, some(100));
  // Not every payload fires when only moved over; all of them fired once in a browser.
  expect(ran().length).toBeGreaterThan(some(100).length / 3);
  await leave();
});

test('no payload runs alone as the source of an article, even without the content policy', async () => {
  const { page, ran, active, leave } = await open({ bypassCSP: true });
  await page.goto('/robots.txt');
  for (const chunk of chunksOf(every)) {
    const rendered = await Promise.all(
      chunk.map((source) =>
        renderArticle(world.system, { source, title: 'x', locale: 'en', filePath: null }),
      ),
    );
    active.push(
      ...(await inFrames(
        page,
        rendered.map(({ html }) => html),
      )),
    );
  }
  expect(active).toEqual([]);
  expect(ran()).toEqual([]);
  await leave();
});

describe.each([
  { policy: 'without the content policy', bypassCSP: true, step: 1 },
  { policy: 'under the content policy, which has nothing to stop', bypassCSP: false, step: 4 },
])('$policy', ({ bypassCSP, step }) => {
  test.each(['visitor', 'agent'] as const)('no payload runs on the pages for %s', async (who) => {
    const { page, ran, active, blocked, leave } = await open({ bypassCSP, who });
    for (const path of pages[who].filter((_, i) => i % step === 0)) {
      const response = await page.goto(path);
      expect(response!.status(), path).toBe(path.startsWith('/en/%') ? 404 : 200);
      active.push(...(await provoke(page)).map((what) => `${path.slice(0, 60)}: ${what}`));
    }
    expect(active).toEqual([]);
    expect(ran()).toEqual([]);
    expect(blocked).toEqual([]);
    await leave();
  });
});

test('no payload runs while it is typed into the search and the editor', async () => {
  const { page, ran, active, leave } = await open({ bypassCSP: true, who: 'agent' });
  await page.goto('/en');
  for (const payload of some(12)) {
    const answered = page.waitForResponse((response) => response.url().includes(paths.apiSearch()));
    await page.getByRole('searchbox').first().fill(payload.slice(0, 200));
    await answered;
    active.push(...(await provoke(page)));
  }
  await page.goto(paths.deskNewArticle());
  for (const chunk of chunks.slice(0, 6)) {
    const answered = page.waitForResponse((response) =>
      response.url().includes(paths.deskArticleRendering()),
    );
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(chunk.join('\n\n'));
    expect((await answered).status()).toBe(200);
    active.push(...(await provoke(page)));
  }
  expect(active).toEqual([]);
  expect(ran()).toEqual([]);
  await leave();
});

test('every payload searched for stays text on the page of results', async () => {
  const found: string[] = [];
  const client = server.client();
  const queue = [...payloads];
  const worker = async () => {
    for (let payload = queue.pop(); payload !== undefined; payload = queue.pop()) {
      const { status, text } = await client.get(paths.search('en', wayOut + payload));
      if (status !== 200 && status !== 414) found.push(`${payload}: ${status}`);
      found.push(...dangers(text).map((what) => `${payload}: ${what}`));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  expect(found).toEqual([]);
  expect(dangers('<p onclick=a><a href="java\nscript:x">').length).toBe(2);
});

/** Put the payloads wherever a stranger, or an agent who was fooled, can put a text. @returns the pages that show them */
async function plant() {
  const visitor = contextOf(server.app, { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} });
  const { agent, categoryId } = world;
  const out: typeof pages = { visitor: [], agent: [] };
  ticketCookies = [];
  const hostile = (text: string, max: number) =>
    (wayOut + text).replace(/\s+/g, ' ').slice(0, max).toWellFormed();
  const newTicket = (payload: string, body = payload, names: string[] = []) =>
    fileTicket(visitor, {
      subject: hostile(payload, 200),
      name: hostile(payload, 120),
      body,
      email: 'stranger@example.com',
      locale: 'en',
      files: names.map((name) => ({ name: name.slice(0, 400).toWellFormed(), bytes: Buffer.from('text') })),
    });
  for (const chunk of chunks) {
    const [first = '', second = first] = chunk;
    const write = (kind: 'article' | 'faq', title: string) =>
      createArticle(agent, {
        locale: 'en',
        state: 'published',
        fields: {
          kind,
          categoryId,
          title,
          summary: hostile(second, 400),
          source: chunk.join('\n\n'),
          tags: [hostile(first, 40)],
        },
      });
    const article = await write('article', hostile(first, 200));
    await write('faq', hostile(second, 200));
    const { number, key } = await newTicket(first, chunk.join('\n\n'), chunk.slice(0, 5));
    await replyAsAgent(agent, number, { body: chunk.join('\n\n') });
    await addNote(agent, number, { body: chunk.join('\n\n') });
    await tagTicket(agent, number, hostile(first, 40).replaceAll(',', ''));
    ticketCookies.push(await openPrivateLink(world.system, number, key));
    out.visitor.push(paths.article('en', article.slug), paths.ticket('en', number));
    out.agent.push(paths.deskTicket(number), paths.deskArticle(article.id));
  }
  for (const payload of payloads) await newTicket(payload);
  for (const payload of some(isSweep ? 24 : 8)) {
    const query = hostile(payload, 300);
    out.visitor.push(
      paths.search('en', query),
      paths.ask('en', query),
      `/en/${encodeURIComponent(hostile(payload, 200))}`,
    );
    out.agent.push(
      paths.deskSearch(query),
      paths.deskQueue(queueQuery({ view: 'all', q: query, tag: query })),
    );
    out.agent.push(`${paths.deskArticles()}?q=${encodeURIComponent(query.slice(0, 150))}`);
  }
  out.visitor.push(
    paths.home('en'),
    paths.faq('en'),
    paths.category('en', world.category),
    paths.tickets('en'),
  );
  out.agent.push(
    ...(await queuePages()),
    paths.deskArticles(),
    paths.deskMeasures(),
    paths.deskMeasure('search_nothing'),
  );
  return out;
}

/** Every page of the queue, one after the other, for all subjects and names. */
async function queuePages(): Promise<string[]> {
  const client = await world.visit('agent');
  const found = [paths.deskQueue('view=all')];
  for (;;) {
    const { text } = await client.get(found.at(-1)!);
    const next = /href="([^"]*[?&;]after=[^"]*)"/
      .exec(text)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#38;', '&');
    const path = next?.startsWith('?') ? paths.desk() + next : next;
    if (!path || found.includes(path) || found.length > 40) return found;
    found.push(path);
  }
}

interface Watched {
  page: Page;
  active: string[];
  blocked: string[];
  /** What ran, by the way it told, and whatever was fetched from elsewhere. */
  ran: () => string[];
  leave: () => Promise<void>;
}

async function open({
  bypassCSP,
  who = 'visitor',
}: {
  bypassCSP: boolean;
  who?: 'visitor' | 'agent';
}): Promise<Watched> {
  const context = await browser().newContext({ bypassCSP, baseURL: server.url });
  const marks: string[] = [];
  const blocked: string[] = [];
  await context.exposeBinding('markRun', (_source, what: string) => void marks.push(what));
  await context.addInitScript(() => {
    for (const name of ['alert', 'confirm', 'prompt', 'print'])
      Object.defineProperty(window, name, {
        value: () =>
          void (window as unknown as { markRun: (what: string) => void }).markRun(
            `${name} ${location.href.slice(0, 100)}`,
          ),
      });
  });
  await context.route(
    (url) => /^https?:$/.test(url.protocol) && url.origin !== server.url,
    (route) => {
      marks.push(`fetched ${route.request().url()}`);
      return route.abort();
    },
  );
  await signInto(context, who);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('dialog', (dialog) => {
    marks.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) blocked.push(message.text());
  });
  return { page, active: [], blocked, ran: () => marks, leave: () => context.close() };
}

async function signInto(context: BrowserContext, who: 'visitor' | 'agent'): Promise<void> {
  const put = ({ name, value }: { name: string; value: string }) => ({ name, value, url: server.url });
  if (who === 'visitor') return context.addCookies(ticketCookies.map(put));
  const { token } = await createSession(world.system, {
    agentId: world.agentId,
    userAgent: 'test',
    isComplete: true,
  });
  await context.addCookies([put({ name: sessionCookie(server.app.config).name, value: token })]);
}

/** Show each HTML in a frame of its own, of the portal's origin, and provoke it. */
async function inFrames(page: Page, list: string[]): Promise<string[]> {
  await page.evaluate(async (htmls) => {
    document.body.replaceChildren();
    await Promise.all(
      htmls.map((html) => {
        const frame = document.createElement('iframe');
        const shown = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        frame.srcdoc = `<!doctype html><body>${html}`;
        document.body.append(frame);
        // A payload may keep its frame busy for ever.
        return Promise.race([shown, new Promise((resolve) => setTimeout(resolve, 5_000))]);
      }),
    );
  }, list);
  return provoke(page);
}

/**
 * Do what a reader may do to every element, and look for what could run when they do more.
 * @returns what could run: handlers, script addresses, foreign scripts and frames
 */
function provoke(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const events =
      'mouseover mouseenter mousemove mouseout pointerover pointerenter focus focusin blur copy cut paste contextmenu dblclick animationstart animationend transitionend toggle scroll wheel error load'.split(
        ' ',
      );
    const found: string[] = [];
    const frames = [...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument);
    for (const doc of [document, ...frames]) {
      if (!doc) continue;
      for (const element of doc.querySelectorAll('*')) {
        for (const { name, value } of element.attributes)
          if (
            /^on/i.test(name) ||
            (/^(href|src|action|formaction|data|xlink:href|srcdoc)$/i.test(name) &&
              /^(javascript|vbscript|data:text)/i.test(value.replace(/[\0-\x20]/g, '')))
          )
            if (!(name === 'srcdoc' && doc === document)) found.push(element.outerHTML.slice(0, 150));
        if (
          element instanceof HTMLScriptElement &&
          !element.src.startsWith(location.origin) &&
          element.type !== 'application/ld+json'
        )
          found.push(element.outerHTML.slice(0, 150));
        // Not the scripts and styles of our own: an `error` told to them means something to the page.
        if (!/^(html|head|meta|link|script|style|title)$/i.test(element.tagName))
          for (const name of events) element.dispatchEvent(new Event(name));
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    return found;
  });
}

/** What a browser would find to run in a page. */
function dangers(html: string): string[] {
  const found: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if ('tagName' in node) {
      const value = (name: string) => node.attrs.find((attr) => attr.name === name)?.value;
      const isOurs = /^\/[^/]/.test(value('src') ?? '') || value('type') === 'application/ld+json';
      if (node.tagName === 'script' && !isOurs) found.push('<script>');
      if (/^(iframe|object|embed|base)$/.test(node.tagName)) found.push(`<${node.tagName}>`);
      for (const { name, value } of node.attrs)
        if (
          name.startsWith('on') ||
          (/^(javascript|vbscript|data):/i.test(value.replace(/[\0-\x20]/g, '')) &&
            /^(href|src|action|formaction)$/.test(name))
        )
          found.push(`${node.tagName}[${name}]`);
    }
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return found;
}
