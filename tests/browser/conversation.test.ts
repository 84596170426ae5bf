import { createTransport } from 'nodemailer';
import type { Page } from 'playwright';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { translator, type MessageKey } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import { contextOf, engines } from '../helpers.ts';
import { startServer, type TestServer } from '../http/server.ts';
import { arrive, useBrowser, type Person } from './browser.ts';

const t = translator('it');
const customer = 'carla@example.org';
const picture = Buffer.from('The error, word for word.');
const browser = useBrowser();

/** A mail server for all the world: whatever Portico sends ends here, to be read by `mailTo`. */
async function startPostOffice() {
  const letters: { to: string; mail: Email }[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          for (const { address } of session.envelope.rcptTo) letters.push({ to: address, mail });
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

describe.each(engines)('a whole conversation by web and mail on %s', (engine) => {
  let office: Awaited<ReturnType<typeof startPostOffice>>;
  let server: TestServer;
  let anna: Person;
  let marco: Person;
  let carla: Person;
  let number = 0;
  const button = (page: Page, key: MessageKey) => page.getByRole('button', { name: t(key), exact: true });

  /** The next mail to an address whose subject matches; it is taken out. */
  async function mailTo(email: string, subject: RegExp): Promise<Email> {
    const index = () =>
      office.letters.findIndex(({ to, mail }) => to === email && subject.test(mail.subject ?? ''));
    const seen = () => office.letters.map(({ to, mail }) => `${to}: ${mail.subject}`).join('\n');
    await expect
      .poll(index, { timeout: 20_000, message: `${subject} to ${email} among\n${seen()}` })
      .not.toBe(-1);
    return office.letters.splice(index(), 1)[0]!.mail;
  }
  const header = (mail: Email, name: string) => mail.headers.find(({ key }) => key === name)?.value;
  const linkIn = (mail: Email, pattern: RegExp) => {
    const url = new URL(pattern.exec(mail.text ?? '')![0]);
    return url.pathname + url.search;
  };

  async function enter(email: string, name: string, role: 'agent' | 'admin', tier: number): Promise<Person> {
    const system = contextOf(server.app);
    const agentId = await createAgent(system, {
      email,
      name,
      role,
      tier,
      locale: 'it',
      password: 'four calm words here',
    });
    const { token } = await createSession(system, { agentId, userAgent: 'test', isComplete: true });
    const person = await arrive(browser(), { baseURL: server.url, locale: 'it-IT' });
    await person.context.addCookies([
      { name: sessionCookie(server.app.config).name, value: token, url: server.url },
    ]);
    return person;
  }

  beforeAll(async () => {
    office = await startPostOffice();
    server = await startServer(engine, {
      DEFAULT_LOCALE: 'it',
      SITE_NAME: 'Aiuto',
      SMTP_URL: office.url,
      SMTP_LISTEN: '127.0.0.1:0',
      MAIL_FROM: 'Aiuto <aiuto@portico.example>',
    });
    anna = await enter('anna@portico.example', 'Anna Bianchi', 'admin', 1);
    marco = await enter('marco@portico.example', 'Marco Riva', 'agent', 2);
    carla = await arrive(browser(), { baseURL: server.url, locale: 'it-IT' });
  });
  afterAll(async () => {
    await server?.close();
    await office?.close();
  });

  test('a customer asks on the web and gets a receipt that repeats nothing', async () => {
    const { page } = carla;
    await page.goto(paths.askContact('it', 'la fattura non si apre'));
    await page.getByLabel(t('ask.details')).fill('Premo il pulsante e non succede nulla.');
    await page.getByLabel(t('ask.name')).fill('Carla Cliente');
    await page.getByLabel(t('ask.email'), { exact: true }).fill(customer);
    await page.waitForTimeout(1_600); // people take longer than robots
    await button(page, 'ask.send').click();
    await page.getByRole('heading', { level: 1, name: t('ask.sentTitle') }).waitFor();
    const receipt = await mailTo(customer, /ricevuto/);
    number = Number(/n\. (\d+)/.exec(receipt.subject!)![1]);
    expect(header(receipt, 'auto-submitted')).toBe('auto-replied');
    expect(`${receipt.text} ${receipt.html}`).not.toMatch(/fattura|pulsante|Carla/);
    await page.goto(linkIn(receipt, /https?:\S+key=\S+/));
    await page.getByText('Premo il pulsante').waitFor();
    const notice = await mailTo('anna@portico.example', /^Nuovo: /);
    expect(notice.text).toContain('Premo il pulsante');
  });

  test('an agent answers, and the answer is the agent’s own mail', async () => {
    const { page } = anna;
    await page.goto(paths.deskTicket(number));
    await page
      .getByRole('form', { name: t('desk.replyLabel', { name: 'Carla Cliente' }) })
      .getByRole('textbox')
      .first()
      .fill('Che cosa dice **esattamente** il messaggio di errore?');
    await button(page, 'desk.reply').click();
    await page.locator('strong', { hasText: 'esattamente' }).waitFor();
    const reply = await mailTo(customer, /^Re: la fattura/);
    expect(header(reply, 'auto-submitted')).toBeUndefined();
    expect(reply.html).toContain('<strong>esattamente</strong>');
    expect(reply.from).toMatchObject({ name: 'Aiuto', address: 'aiuto@portico.example' });
    await answerByMail(reply);
  });

  async function answerByMail(reply: Email): Promise<void> {
    const port = Number(/Taking mail at \S+:(\d+)/.exec(server.log())![1]);
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    await transport.sendMail({
      from: `Carla Cliente <${customer}>`,
      to: reply.replyTo![0]!.address!,
      subject: reply.subject!,
      inReplyTo: reply.messageId!,
      references: reply.messageId!,
      text: `È nel file.\n\nIl giorno dopo Aiuto ha scritto:\n> Che cosa dice esattamente il messaggio?\n`,
      attachments: [{ filename: 'errore.txt', content: picture }],
    });
    transport.close();
  }

  test('the customer’s mail is in the ticket, with its file, and the agent hears of it', async () => {
    const notice = await mailTo('anna@portico.example', /^Re: la fattura/);
    expect(notice.text).toContain('È nel file.');
    const { page } = anna;
    await page.goto(paths.deskTicket(number));
    await page.getByText('È nel file.', { exact: true }).first().waitFor();
    await page
      .getByRole('link', { name: /errore\.txt/ })
      .first()
      .waitFor();
    await carla.page.reload();
    await carla.page.getByText('È nel file.', { exact: true }).first().waitFor();
  });

  test('it is handed over with a reason, which customer and colleague are told', async () => {
    const { page } = anna;
    await page.getByText(t('desk.handOver'), { exact: true }).click();
    await page.getByLabel(t('desk.handOverTo'), { exact: true }).selectOption({
      label: t('desk.colleagueOfTier', { name: 'Marco Riva', tier: 2 }),
    });
    await page.getByLabel(t('desk.handOverWhy'), { exact: true }).selectOption('escalation');
    await page.getByLabel(t('desk.reason')).fill('Marco conosce le fatture.');
    await button(page, 'desk.handOverNow').click();
    await page.getByText('Marco conosce le fatture.').first().waitFor({ state: 'attached' });
    const told = await mailTo(customer, /passa di mano/);
    expect(told.text).toMatch(/specialista.*Marco Riva/s);
    expect(told.text).toContain('Marco conosce le fatture.');
    expect(header(told, 'auto-submitted')).toBe('auto-generated');
    const handed = await mailTo('marco@portico.example', /^Ora è tuo: /);
    await marco.page.goto(linkIn(handed, /https?:\S+\/desk\/\S+/));
    await marco.page.getByText('È nel file.', { exact: true }).first().waitFor();
  });

  test('it is resolved with an article, and rated by the mail that says so', async () => {
    const system = contextOf(server.app);
    const { id: categoryId } = await createCategory(system, { locale: 'it', title: 'Fatture' });
    const article = await createArticle(system, {
      locale: 'it',
      state: 'published',
      fields: { title: 'Aprire una fattura', source: 'Aggiorna il visualizzatore.', categoryId },
    });
    const { page } = marco;
    await page
      .getByRole('form', { name: t('desk.replyLabel', { name: 'Carla Cliente' }) })
      .getByRole('textbox')
      .first()
      .fill(`Ecco la soluzione: [Aprire una fattura](${paths.article('it', article.slug)})`);
    await button(page, 'desk.reply').click();
    const reply = await mailTo(customer, /^Re: la fattura/);
    expect(reply.html).toMatch(/href="http:\/\/localhost:\d+\/it\/articles\/aprire-una-fattura"/);
    await button(page, 'desk.resolve').click();
    await page.getByText(t('tickets.state.resolved'), { exact: true }).first().waitFor();
    const resolved = await mailTo(customer, /è risolta/);
    await carla.page.goto(linkIn(resolved, /https?:\S+rating=good/));
    expect(carla.page.url()).not.toContain('key=');
    await button(carla.page, 'rating.send').click();
    await carla.page.getByText(t('rating.thanks')).waitFor();
    const { ratings } = server.app.db.read.tables;
    expect(await server.app.db.read.select().from(ratings)).toMatchObject([
      { ticketId: number, isGood: true, tier: 2 },
    ]);
  });

  test('it is reopened, and whoever has it is told', async () => {
    const { page } = carla;
    await page.goto(paths.ticket('it', number));
    await button(page, 'tickets.reopen').click();
    await page.getByText(t('tickets.state.open'), { exact: true }).first().waitFor();
    await mailTo('marco@portico.example', /^Re: la fattura/);
    await carla.leave();
    await anna.leave();
    await marco.leave();
  });
});
