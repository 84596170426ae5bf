import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { getArticle } from '#src/domain/articles/read.ts';
import { forgetFilter, savedFilters } from '#src/domain/tickets/savedFilter.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { paths } from '#src/paths.ts';
import type { Client, Fields, Reply } from './client.ts';
import { makeWorld, png, type World } from './rolesWorld.ts';
import { sampleOf } from '../sweep.ts';
import { eachServer, type TestServer } from './server.ts';

const corpus = new URL('../../../shared/corpora/blns/cases.jsonl', import.meta.url);
const strings = existsSync(corpus)
  ? readFileSync(corpus, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { s: string }).s)
  : [];
/** What the corpus lacks: nothing, NUL, line ends, emoji where a limit cuts, more than any field takes. */
const ours = [
  '',
  '\t',
  'a\0b',
  'one\ntwo\r\nthree',
  '\u{10330}'.repeat(100),
  `a${'😀'.repeat(260)}`,
  'x'.repeat(60_000),
];
const parallel = 8;

eachServer(
  (get, engine) => {
    let world: World;
    let agent: Client;
    let admin: Client;
    beforeAll(async () => {
      world = await makeWorld(get());
      agent = await world.visit('agent');
      admin = await world.visit('admin');
    });

    test(
      'naughty strings come back as they were, or are refused with a 4xx',
      { timeout: 300_000 },
      async () => {
        if (strings.length === 0)
          console.info('../shared/corpora/blns is not here: only our own strings are tested');
        const some = sampleOf(strings, engine === 'sqlite' ? 16 : 24);
        const wrong: string[] = [];
        await inTurns([...some, ...ours], async (text, i) => {
          const say = (what: string) => void wrong.push(`${JSON.stringify(text.slice(0, 80))} ${what}`);
          await throughTicket(text, i, say).catch((error: Error) => say(error.message));
          await throughArticle(text, i, say).catch((error: Error) => say(error.message));
          await throughQueries(text, i, say).catch((error: Error) => say(error.message));
        });
        expect(wrong).toEqual([]);
        expect(get().log()).not.toMatch(/error/i);
      },
    );

    test('fields that are missing, repeated, files or numbers beyond all bounds are refused', async () => {
      const wrong: string[] = [];
      await inTurns(actions(world, get(), agent, admin), async ([client, on, action, names]) => {
        for (const fields of shapes(names)) {
          const reply = await post(client(), on, action, fields, true);
          if (reply.status >= 500)
            wrong.push(`${action} ${JSON.stringify(fields).slice(0, 120)}: ${reply.status}`);
        }
      });
      expect(wrong).toEqual([]);
    });

    test('bodies that are none of a form, and JSON of any kind, are refused', async () => {
      const wrong: string[] = [];
      const targets = [
        `${paths.ask('en')}?_action=ask.send`,
        `${paths.ask('en')}?_action=no.such`,
        `${paths.login()}?_action=accounts.login`,
        `${paths.desk()}?_action=tickets.saveFilter`,
        paths.ask('en'),
        paths.apiVisitEvents(),
        paths.deskArticleRendering(),
        paths.deskArticlePreview(),
        paths.deskArticleFiles(),
        paths.deskTicketPresence(world.ticketA.number),
      ];
      const bodies: [string, string][] = [
        ['application/json', '{'],
        ['application/json', '[1,2]'],
        ['application/json', 'null'],
        ['application/json', `{"locale":"en","kind":"search","query":"\\ud800 \\u0000"}`],
        ['application/json', `{"locale":"en","kind":"article_read","articleId":1e99}`],
        ['application/json', `{"isAnswering":"x","lastMessage":-1e99}`],
        ['application/json', `{"__proto__":{"a":1},"constructor":null}`],
        ['multipart/form-data', 'no boundary'],
        ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n'],
        ['application/x-www-form-urlencoded', '%ff%fe=%00&=&a=%zz'],
        ['text/plain', 'hello'],
        ['', 'hello'],
      ];
      for (const target of targets)
        for (const [type, body] of bodies) {
          const headers = { origin: get().url, 'content-type': type };
          const reply = await admin.send(target, { method: 'POST', body, headers });
          if (reply.status >= 500) wrong.push(`${target} ${type} ${body.slice(0, 40)}: ${reply.status}`);
        }
      expect(wrong).toEqual([]);
    });

    async function throughTicket(text: string, i: number, say: (what: string) => void): Promise<void> {
      const visitor = get().client();
      const asked = await post(
        visitor,
        paths.ask('en'),
        'ask.send',
        {
          form: await askForm(world),
          ...{ problem: text, subject: text, details: text, name: text, email: `n${i}@example.com` },
        },
        false,
        i,
      );
      const subject = line(text, { min: 1, max: 200 });
      const isTaken =
        subject !== null && line(text, { min: 1, max: 120 }) !== null && multiline(text, 4_000) !== null;
      if (asked.status !== (isTaken ? 303 : 422)) say(`ask.send: ${asked.status}`);
      const sent = Number(new URLSearchParams(asked.location?.split('?')[1]).get('ticket'));
      const number = sent || (await world.newTicket()).number;
      const key = () => `naughty-${i}-${String(++made).padStart(12, '0')}`;
      const on = paths.deskTicket(number);
      const expected = multiline(text, 50_000);
      const isBody = expected !== null && expected.trim() !== '';
      const send = async (who: Client, at: string, action: string, fields: Fields, isFine: boolean) => {
        const reply = await post(who, at, action, { number: String(number), ...fields }, false, i);
        if (reply.status !== (isFine ? 303 : 422))
          say(`${action}: ${reply.status} instead of ${isFine ? 303 : 422}`);
      };
      if (sent)
        await send(
          visitor,
          paths.ticket('en', number),
          'tickets.replyAsRequester',
          { body: text, submissionKey: key() },
          isBody,
        );
      await send(agent, on, 'tickets.write', { body: text, as: 'reply', submissionKey: key() }, isBody);
      await send(agent, on, 'tickets.write', { body: text, as: 'note', submissionKey: key() }, isBody);
      await send(
        agent,
        on,
        'tickets.handOver',
        { to: 'tier:2', why: 'other', reason: text },
        multiline(text, 1_000) !== null,
      );
      await send(agent, on, 'tickets.tag', { tag: text }, tagOf(text) !== null);
      const view = await ticketView(world.agent, number);
      if (sent && view.ticket.subject !== subject)
        say(`became the subject ${JSON.stringify(view.ticket.subject)}`);
      if (sent && view.ticket.requesterName !== line(text, { min: 1, max: 120 }))
        say(`became the name ${JSON.stringify(view.ticket.requesterName)}`);
      const bodies = view.messages.map(({ body }) => body).slice(sent ? 0 : 1);
      const wanted = Array(isBody ? (sent ? 4 : 2) : 0).fill(expected);
      if (bodies.length !== wanted.length || bodies.some((body) => body !== expected))
        say(`became the messages ${JSON.stringify(bodies).slice(0, 300)}`);
      if (JSON.stringify(view.tags) !== JSON.stringify([tagOf(text)].filter((tag) => tag !== null)))
        say(`became the tags ${JSON.stringify(view.tags)}`);
      const reason = view.events.find(({ kind }) => kind === 'tier_changed')?.data.reason;
      if (reason !== undefined && reason !== multiline(text, 1_000))
        say(`became the reason ${JSON.stringify(reason)}`);
      for (const [who, path] of [
        [agent, on],
        [visitor, paths.ticket('en', number)],
      ] as const) {
        const page = await who.get(path);
        if (!sent && who === visitor) continue;
        if (page.status !== 200) say(`${path}: ${page.status}`);
        else if (sent && !plain(page.text).includes(subject!.replace(/\s+/g, ' '))) say(`is not on ${path}`);
      }
      await throughFilter(text, i, say);
      const vote = await post(
        visitor,
        paths.article('en', world.article.slug),
        'visits.missing',
        { articleId: String(world.article.id), missing: text },
        false,
        i,
      );
      if (vote.status !== (multiline(text, 2_000) === null ? 422 : 303))
        say(`visits.missing: ${vote.status}`);
    }

    async function throughFilter(text: string, i: number, say: (what: string) => void): Promise<void> {
      const name = line(text, { min: 1, max: 60 });
      const reply = await post(
        agent,
        paths.desk(),
        'tickets.saveFilter',
        {
          name: text,
          query: `q=${encodeURIComponent(text.slice(0, 500).toWellFormed())}&tag=${text.slice(0, 50)}`,
        },
        false,
        i,
      );
      // The action itself refuses what is far too long.
      if (reply.status !== (name === null ? 422 : 303)) return say(`tickets.saveFilter: ${reply.status}`);
      const mine = (await savedFilters(world.agent)).find((filter) => filter.name === name);
      if (name !== null && !mine) say('is no name of a filter');
      if (mine) await forgetFilter(world.agent, mine.id);
    }

    async function throughArticle(text: string, i: number, say: (what: string) => void): Promise<void> {
      const form = { locale: 'en', category: String(world.categoryId), kind: 'article', audience: 'public' };
      const tags = [
        ...new Set(
          text
            .split(',')
            .map((tag) => tag.trim())
            .filter(Boolean),
        ),
      ];
      const title = line(text, { min: 1, max: 200 });
      const fields = { title: text, summary: text, source: text, tags: text, ...form };
      const isFine =
        title !== null &&
        tags.length <= 20 &&
        tags.every((tag) => line(tag, { max: 40 }) !== null) &&
        multiline(text, 400_000)!.trim() !== '';
      const intent = i % 10 === 0 ? 'publish' : 'save';
      const reply = await post(
        agent,
        paths.deskNewArticle(),
        'articles.write',
        { ...fields, intent },
        false,
        i,
      );
      if (reply.status !== (isFine ? 303 : 422)) return say(`articles.write: ${reply.status}`);
      const rendering = await agent.post(paths.deskArticleRendering(), fields, { multipart: true });
      if (rendering.status !== 200 && rendering.status !== 422) say(`the preview: ${rendering.status}`);
      if (!isFine) return;
      const id = Number(/\/articles\/(\d+)/.exec(reply.location!)![1]);
      const article = await getArticle(world.agent, id);
      if (article.title !== title) say(`became the title ${JSON.stringify(article.title)}`);
      if (article.summary !== line(text, { max: 400 }))
        say(`became the summary ${JSON.stringify(article.summary)}`);
      if (article.source !== multiline(text, 400_000))
        say(`became the source ${JSON.stringify(article.source)}`);
      if (JSON.stringify(article.tags) !== JSON.stringify(tags.map((tag) => line(tag, { max: 40 }))))
        say(`became the tags ${JSON.stringify(article.tags)}`);
      const pages =
        intent === 'publish'
          ? [paths.deskArticle(id), paths.article('en', article.slug)]
          : [paths.deskArticle(id)];
      for (const path of pages) {
        const page = await agent.get(path);
        if (page.status !== 200) say(`${path}: ${page.status}`);
        else if (!plain(page.text).includes(title.replace(/\s+/g, ' '))) say(`is not on ${path}`);
      }
    }

    async function throughQueries(text: string, i: number, say: (what: string) => void): Promise<void> {
      const q = encodeURIComponent(text.slice(0, 600).toWellFormed());
      const all = (names: string[]) => names.map((name) => `${name}=${q}`).join('&');
      const queue = all([
        'view',
        'state',
        'assignee',
        'priority',
        'tier',
        'tag',
        'q',
        'snoozed',
        'sort',
        'after',
      ]);
      const visitor = get().client();
      visitor.cookies.set('portico_visit', q.slice(0, 100));
      visitor.cookies.set('portico_locale', q.slice(0, 100));
      const open: [Client, string][] = [
        [visitor, `/en/search?q=${q}`],
        [visitor, `/api/v1/search?q=${q}`],
        [visitor, `/api/v1/search?q=a&locale=${q}&limit=${q}`],
        [visitor, `/en/ask?q=${q}&step=${q}`],
        [visitor, `/en/articles/${q}?feedback=${q}&from=${q}`],
        [visitor, `/${q}`],
        [visitor, `/en/tickets/${q}?key=${q}`],
        [visitor, `/login?next=${q}`],
        [visitor, `/invitation?token=${q}`],
        [visitor, `/assets/${q}/${q}`],
        [agent, `/desk?${queue}`],
        [agent, `/desk/changes?${queue}&since=${q}`],
        [agent, `/desk/search?q=${q}`],
        [
          agent,
          `/desk/articles?${all(['q', 'state', 'locale', 'category', 'audience', 'kind', 'page', 'sort', 'filter'])}`,
        ],
        [agent, `/desk/articles/new?${all(['q', 'ticket', 'translate', 'locale'])}`],
        [agent, `/desk/articles/${world.article.id}/revisions?${all(['from', 'to', 'before', 'revision'])}`],
        [agent, `/desk/measures?${all(['from', 'to', 'preset', 'locale'])}`],
        [agent, `/desk/measures/${q}?${all(['from', 'to', 'page', 'of'])}`],
        [agent, `/desk/measures/helpfulness/rows.csv?${all(['from', 'to', 'preset'])}`],
        [admin, `/admin/people/${q}`],
      ];
      for (const [client, path] of open) {
        const { status } = await client.get(path);
        if (status >= 500) say(`GET ${path.slice(0, 60)}: ${status}`);
      }
      const login = await post(
        visitor,
        paths.login(),
        'accounts.login',
        { email: text, password: text },
        false,
        i,
      );
      if (![401, 422, 429].includes(login.status)) say(`accounts.login: ${login.status}`);
      const invite = await post(
        admin,
        paths.adminPeople(),
        'accounts.invite',
        { email: text, role: text, tier: text },
        false,
        i,
      );
      if (invite.status !== 422) say(`accounts.invite: ${invite.status}`);
      const event = await visitor.postJson(
        paths.apiVisitEvents(),
        { kind: 'search', locale: 'en', query: text },
        address(i),
      );
      if (event.status >= 500) say(`a reported search: ${event.status}`);
      const file = new File([png], text.slice(0, 900));
      const image = await agent.post(paths.deskArticleFiles(), { file }, { multipart: true });
      if (image.status >= 500) say(`an image with this name: ${image.status}`);
    }
  },
  { TRUSTED_PROXIES: '1' },
);

let made = 0;

/** Every request from an address of its own: what one may do in an hour is tested elsewhere. */
const address = (i: number) => ({
  'x-forwarded-for': `10.${(made += 1) % 250}.${Math.floor(i / 250)}.${i % 250}`,
});

const post = (
  client: Client,
  on: string,
  action: string,
  fields: Fields,
  multipart: boolean,
  i = 0,
): Promise<Reply> =>
  client.post(`${on}${on.includes('?') ? '&' : '?'}_action=${action}`, fields, {
    multipart,
    headers: address(i),
  });

const askForm = ({ system }: World) =>
  sealAskForm(system, { ...newAskForm(system), at: Date.now() - 60_000 });

/** What a one-line field keeps of a text; null when it refuses it. */
function line(text: string, { min = 0, max }: { min?: number; max: number }): string | null {
  const kept = text.replace(/[\r\n]+/g, ' ').trim();
  return kept.length < min || [...kept].length > max || kept.includes('\0') ? null : kept;
}

/** What a field of several lines keeps. */
function multiline(text: string, max: number): string | null {
  const kept = text.replace(/\r\n?/g, '\n');
  return [...kept].length > max || kept.includes('\0') ? null : kept;
}

function tagOf(text: string): string | null {
  const tag = line(text.trim().replace(/\s+/g, ' ').toLowerCase(), { min: 1, max: 40 });
  return tag?.includes(',') ? null : tag;
}

/** The text of a page as it is read: entities decoded, white space as one. */
const plain = (html: string) =>
  html
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

async function inTurns<T>(list: T[], work: (one: T, i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < list.length) {
      const i = next++;
      await work(list[i]!, i);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

type Shape = [client: () => Client, on: string, action: string, names: string[]];

/** Forms that write, with the names of their fields. */
function actions(world: World, server: TestServer, agent: Client, admin: Client): Shape[] {
  const desk = paths.deskTicket(world.ticketA.number);
  const visitor = () => server.client();
  const by = (client: Client) => () => client;
  const onDesk = (action: string, names: string[]): Shape => [by(agent), desk, action, ['number', ...names]];
  return [
    [
      visitor,
      paths.ask('en'),
      'ask.send',
      ['form', 'problem', 'subject', 'details', 'name', 'email', 'website', 'kept', 'files'],
    ],
    [visitor, paths.ask('en'), 'ask.solved', ['form']],
    [visitor, paths.article('en', world.article.slug), 'visits.vote', ['articleId', 'vote']],
    [visitor, paths.article('en', world.article.slug), 'visits.missing', ['articleId', 'missing']],
    [visitor, paths.login(), 'accounts.login', ['email', 'password', 'next']],
    [visitor, paths.secondFactor(), 'accounts.loginWithCode', ['code', 'next']],
    [visitor, paths.setup(), 'accounts.setup', ['token', 'name', 'email', 'password']],
    [visitor, paths.invitation('x'), 'accounts.acceptInvitation', ['token', 'name', 'password']],
    [visitor, paths.invitation('x'), 'accounts.resetPassword', ['token', 'password']],
    [
      visitor,
      paths.ticket('en', 1),
      'tickets.replyAsRequester',
      ['number', 'body', 'files', 'submissionKey'],
    ],
    onDesk('tickets.write', ['body', 'files', 'submissionKey', 'as', 'keepOpen']),
    onDesk('tickets.resolve', ['solution']),
    onDesk('tickets.setState', ['state']),
    onDesk('tickets.assign', ['assignee']),
    onDesk('tickets.prioritise', ['impact', 'urgency']),
    onDesk('tickets.handOver', ['to', 'why', 'reason']),
    onDesk('tickets.tag', ['tag']),
    onDesk('tickets.untag', ['tag']),
    onDesk('tickets.snooze', ['hours']),
    onDesk('tickets.linkArticle', ['article', 'relation']),
    onDesk('tickets.unlinkArticle', ['article']),
    [by(agent), paths.desk(), 'tickets.saveFilter', ['name', 'query']],
    [by(agent), paths.desk(), 'tickets.forgetFilter', ['filter']],
    [by(agent), paths.deskAccount(), 'accounts.updateProfile', ['name', 'locale']],
    [by(agent), paths.deskAccount(), 'accounts.revokeSession', ['session']],
    [by(agent), paths.deskAccount(), 'accounts.confirmSecondFactor', ['code']],
    [
      by(agent),
      paths.deskNewArticle(),
      'articles.write',
      [
        'id',
        'revision',
        'locale',
        'translationOf',
        'ticket',
        'intent',
        'title',
        'summary',
        'slug',
        'source',
        'category',
        'newCategory',
        'kind',
        'audience',
        'tags',
        'related',
        'reviewBy',
        'decision',
      ],
    ],
    [by(agent), paths.deskArticle(world.article.id), 'articles.revert', ['id', 'to', 'revision']],
    [by(agent), paths.deskArticle(world.article.id), 'articles.archive', ['id']],
    onDesk('tickets.askExpert', ['email', 'name', 'subject', 'body', 'files', 'kept', 'submissionKey']),
    onDesk('tickets.addPerson', ['email', 'name']),
    onDesk('tickets.merge', ['into']),
    [by(admin), paths.adminHours(), 'calendar.save', ['isOn', 'timeZone', 'monday', 'holidays', 'hours1']],
    [by(admin), paths.adminPeople(), 'accounts.invite', ['email', 'role', 'tier']],
    [by(admin), paths.adminPeople(), 'accounts.renewInvitation', ['id', 'email']],
    [by(admin), paths.adminPerson(999), 'accounts.changeRole', ['id', 'role', 'tier']],
  ];
}

/** Nothing at all; then the same strange value in every field. */
function shapes(names: string[]): Fields[] {
  const values: Fields[string][] = [
    '',
    ['1', '2'],
    '-1',
    '1e99',
    '2147483648',
    '0x1F',
    'NaN',
    '[object Object]',
    '__proto__',
    'a\0',
    '9999-99-99',
    new File([png], 'a\0<b>.png'),
    'x'.repeat(30_000),
  ];
  return [{}, ...values.map((value) => Object.fromEntries(names.map((name) => [name, value])))];
}
