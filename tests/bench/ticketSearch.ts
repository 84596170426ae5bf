/**
 * `npm run bench:ticket-search [-- --engine postgres] [-- --tickets 100000]`: how long a search of the desk takes over that
 * many tickets of ten messages each, by rare and by common words, with and without filters. Makes its own data.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type App } from '#src/context.ts';
import { countTickets, listTickets, type ListOptions } from '#src/domain/tickets/queue.store.ts';
import { wordsOf } from '#src/domain/tickets/search.store.ts';
import { startPostgres } from '../postgres.ts';
import { inBulk } from './bulk.ts';
import { atMost, figures, lineOf, quantile, say, timesOf } from './figures.ts';
import { oneOf, phrase, random } from './random.ts';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite' },
    tickets: { type: 'string', default: '100000' },
  },
});
const tickets = Number(values.tickets);
const messagesEach = 10;
const wordsEach = 30;
const people = 1_000;
/** Milliseconds, 95 of 100 searches. */
const goal = 50;
const rounds = 100;

const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
const postgres = values.engine === 'postgres' ? await startPostgres({ isDurable: true }) : null;
const app = await openApp(
  readConfig({
    DATA_DIR: dataDir,
    CONTENT_DIR: join(dataDir, 'content'),
    DATABASE_URL: postgres ? `${postgres.url}/template_portico` : '',
  }),
);
try {
  say(`${values.engine}: making ${tickets} tickets of ${messagesEach} messages …`);
  await fill(app);
  await app.db.optimize();
  await measure(app);
} finally {
  await closeApp(app);
  await postgres?.stop();
  await rm(dataDir, { recursive: true, force: true });
}
say(`load average ${loadavg()[0]!.toFixed(1)} at the end`);
console.log(figures.map(lineOf).join('\n'));

/** What one message says; the same every time. */
function messageText(n: number): string {
  return phrase(random(n), wordsEach);
}

async function fill(to: App): Promise<void> {
  const now = Date.now();
  const idColumn = to.db.engine === 'sqlite' ? 'rowid' : 'ticket_id';
  await inBulk(to, async (add) => {
    await add('requesters', people, (n) => ({
      id: n + 1,
      email: `p${n}@example.com`,
      name: `Person ${n}`,
      created_at: now,
    }));
    await add('tickets', tickets, (n) => ticketRow(n, now));
    await add('messages', tickets * messagesEach, (n) => ({
      ticket_id: 1 + Math.floor(n / messagesEach),
      kind: 'public',
      author_kind: 'requester',
      body: messageText(n),
      created_at: now,
    }));
    await add('ticket_words', tickets, (n) => ({ [idColumn]: n + 1, words: allWords(n) }));
  });
}

function ticketRow(n: number, now: number) {
  const at = now - (tickets - n) * 60_000;
  return {
    id: n + 1,
    subject: phrase(random(n), 6),
    requester_id: 1 + (n % people),
    requester_name: `Person ${n % people}`,
    state: n % 10 === 0 ? 'open' : 'resolved',
    ...{ impact: 2, urgency: 2, priority: 3, tier: 1 + (n % 3), escalations: 0, public_replies: 1 },
    ...{ locale: 'en', story: [], access_key_hash: `bench-${n}` },
    ...{ created_at: at, updated_at: at, last_message_at: at },
  };
}

function allWords(n: number): string {
  const texts = Array.from({ length: messagesEach }, (_, i) => messageText(n * messagesEach + i));
  return wordsOf([n + 1, ...texts, `Person ${n % people}`].join('\n')).join(' ');
}

async function measure({ db }: App): Promise<void> {
  const next = random(3);
  const common = () => oneOf(next, ['printer', 'password', 'invoice', 'account', 'network']);
  const rare = () => phrase(next, 1);
  const now = systemContext(app).now;
  const kinds: [string, () => Partial<ListOptions>][] = [
    ['a word', () => ({ text: rare() })],
    ['a common word', () => ({ text: common() })],
    ['two common words', () => ({ text: `${common()} ${common()}` })],
    ['the beginning of many words', () => ({ text: rare().slice(0, 3) })],
    ['four words that no ticket has together', () => ({ text: phrase(next, 4) })],
    ['a common word, open tickets', () => ({ text: common(), states: ['open'] })],
    [
      'a common word, tier 2, an old page',
      () => ({ text: common(), tier: 2, after: `0.${Math.floor(tickets / 3)}` }),
    ],
    ['two words, nobody assigned', () => ({ text: `${common()} ${rare()}`, assignee: 'none' })],
    ['nothing found in a state', () => ({ text: common(), states: ['waiting'] })],
  ];
  for (const [name, options] of kinds) {
    const times = await timesOf(
      rounds,
      async () => void (await listTickets(db.read, { limit: 50, now, ...options() })),
    );
    atMost(goal, { name: `${name}, p95`, value: quantile(times, 0.95), unit: 'ms' });
  }
  const counting = await timesOf(
    rounds,
    async () => void (await countTickets(db.read, { most: 1_000, now, text: common() })),
  );
  atMost(goal, { name: 'counted to 1,000, p95', value: quantile(counting, 0.95), unit: 'ms' });
}
