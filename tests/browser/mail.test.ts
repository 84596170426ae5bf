import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { receiveMail } from '#src/domain/mail/receive.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { paths } from '#src/paths.ts';
import { corpus } from '../corpora.ts';
import { makeWorld, png, type World } from '../http/rolesWorld.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { sampleOf } from '../sweep.ts';
import { useBrowser } from './browser.ts';

const xss = corpus('xss');
const payloads = xss
  ? readFileSync(`${xss}/fires_raw.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { payload: string }).payload)
  : ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '<svg onload=alert(1)>'];

const browser = useBrowser();
let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer('sqlite');
  world = await makeWorld(server);
});
afterAll(() => server?.close());

const html = (subject: string, body: string) =>
  Buffer.from(
    `From: mallory@example.org\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n` +
      `--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n` +
      `--b\r\nContent-Type: image/png\r\nContent-ID: <pixel@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${png.toString('base64')}\r\n--b--\r\n`,
  );

/** An agent's browser, which notes everything that ran and every request that leaves. */
async function agent({ bypassCSP }: { bypassCSP: boolean }) {
  const context = await browser().newContext({ bypassCSP, baseURL: server.url });
  const ran: string[] = [];
  const fetched: string[] = [];
  const { token } = await createSession(world.system, {
    agentId: world.agentId,
    userAgent: 'test',
    isComplete: true,
  });
  await context.addCookies([
    { name: sessionCookie(world.system.config).name, value: token, url: server.url },
  ]);
  await context.exposeBinding('markRun', (_source, what: string) => void ran.push(what));
  await context.addInitScript(() => {
    for (const name of ['alert', 'confirm', 'prompt', 'print'])
      Object.defineProperty(window, name, {
        value: () => void (window as unknown as { markRun: (what: string) => void }).markRun(name),
      });
  });
  await context.route(
    (url) => /^https?:$/.test(url.protocol) && url.origin !== server.url,
    (route) => {
      fetched.push(route.request().url());
      return route.fulfill({ contentType: 'image/png', body: png });
    },
  );
  const page = await context.newPage();
  page.on('dialog', (dialog) => {
    ran.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, ran, fetched, leave: () => context.close() };
}

test('no payload runs in mail, even where the frame’s own policy is switched off, and nothing is fetched', async () => {
  const { page, ran, fetched, leave } = await agent({ bypassCSP: true });
  const sample = sampleOf(payloads, 2);
  for (let at = 0; at < sample.length; at += 40) {
    const body = sample.slice(at, at + 40).join('\n<hr>\n');
    const { id } = await receiveMail(world.system, html(`xss ${at}`, body), { kind: 'pipe' });
    // The frame's page alone, without its sandbox, is the worst case.
    await page.goto(paths.deskReceivedHtml(id));
    await page.mouse.move(200, 200);
    for (const focusable of await page.locator('a, [tabindex], details, summary').all())
      await focusable.dispatchEvent('focus').catch(() => undefined);
  }
  expect(ran).toEqual([]);
  expect(fetched).toEqual([]);
  await leave();
}, 180_000);

test('inline images are shown, remote ones only when asked for', async () => {
  const { page, fetched, leave } = await agent({ bypassCSP: false });
  const body =
    '<p style="background:url(https://spy.example/1)">Hi</p><img src="cid:pixel@x" alt="inline"><img src="https://spy.example/2.png" alt="remote">' +
    '<link rel=stylesheet href="https://spy.example/3.css"><style>@import url(https://spy.example/4)</style><table background="https://spy.example/5"></table>';
  const { id, ticketId } = await receiveMail(world.system, html('images', body), { kind: 'pipe' });
  await page.goto(paths.deskTicket(ticketId!));
  await page.getByRole('link', { name: 'Original', exact: true }).click();
  const frame = page.frameLocator('iframe');
  const isShown = (alt: string) =>
    frame.getByAltText(alt).evaluate((image) => (image as HTMLImageElement).naturalWidth > 0);
  expect(await frame.getByText('Hi').isVisible()).toBe(true);
  expect(await isShown('inline')).toBe(true);
  expect(fetched).toEqual([]);
  await page.getByRole('link', { name: 'Show remote images' }).click();
  await page.waitForURL(`**${paths.deskReceivedMail(id, { images: 1 })}*`);
  await expect.poll(() => fetched).toEqual(['https://spy.example/2.png']);
  await leave();
});
