import { systemContext, type App } from '#src/context.ts';
import { categoryList } from '#src/domain/articles/categories.ts';
import { gapList, gapQuery } from '#src/domain/gaps/list.ts';
import { paths } from '#src/paths.ts';
import type { Client } from '../http/client.ts';
import { atMost, median, note, quantile, say, timesOf, type Baseline } from './figures.ts';
import type { Running } from './server.ts';

/** A page, what it may take in milliseconds, and its address in each round. */
type View = [name: string, limit: number, path: (round: number) => string];

/** Rounds of each of the many views of the measures. */
const mostRounds = 60;

/** How long the pages take that agents wait for, one after the other. */
export async function measureDesk(
  { app, sizes, rounds }: Running,
  client: Client,
  baseline: Baseline,
): Promise<void> {
  say('The desk …');
  // Tickets all over the history: none is asked twice.
  const ticket = (round: number) => paths.deskTicket(1 + ((round * 7_919) % sizes.tickets));
  const queue: View[] = [
    [`desk queue at ${sizes.tickets} tickets`, 100, () => paths.desk()],
    ['a ticket with the articles that answer it', 100, ticket],
  ];
  for (const view of queue) await measureView(view, { client, rounds, baseline });
  say('Measures and gaps …');
  for (const view of await viewsOf(app))
    await measureView(view, { client, rounds: Math.min(rounds, mostRounds), baseline });
}

/** How long a page takes, one request after the other. */
export async function measureView(
  [name, limit, path]: View,
  { client, rounds, baseline }: { client: Client; rounds: number; baseline: Baseline },
): Promise<void> {
  const request = async (round: number) => {
    const { status } = await client.get(path(round));
    if (status !== 200) throw new Error(`${path(round)} answered ${status}.`);
  };
  await timesOf(3, (round) => request(rounds + round));
  const times = await timesOf(rounds, request);
  const p95 = { name: `${name}, p95`, value: quantile(times, 0.95), unit: 'ms' };
  atMost(limit, { ...p95, baseline });
  note({ name: `${name}, median`, value: median(times), unit: 'ms' });
}

/** Every view of the measures and of the gaps: each page, each measure, each filter and several at once. */
async function viewsOf(app: App): Promise<View[]> {
  const ctx = systemContext(app);
  const [first] = await categoryList(ctx, 'en');
  const reader = { kind: 'agent', id: 1, name: 'Agent 1', role: 'agent', tier: 1 } as const;
  const gaps = await gapList({ ...ctx, actor: reader }, gapQuery.parse({}));
  const category = `category=${first!.key}`;
  const view = (name: string, path: string, limit = 100): View => [name, limit, () => path];
  const narrowed = ['locale=en', category, 'tier=1', 'agent=1', 'locale=en&tier=1', `${category}&agent=3`];
  const three = [`locale=en&${category}&tier=1`, `${category}&tier=1&agent=3`];
  return [
    ...(['30d', '90d', 'year'] as const).map((preset) =>
      view(`measures, ${preset}`, paths.deskMeasures(`preset=${preset}`)),
    ),
    ...[...narrowed, ...three].map((filter) =>
      view(`measures (${filter})`, paths.deskMeasures(`preset=90d&${filter}`)),
    ),
    view('measures as CSV', paths.deskMeasuresCsv('preset=90d')),
    view('measures as JSON', paths.apiMeasures('preset=90d')),
    ...measuresOf(category).map(([name, filter]) =>
      view(
        `${name}${filter && ` (${filter.replaceAll('&', ' ').trim()})`}`,
        paths.deskMeasure(name, `preset=90d${filter}`),
      ),
    ),
    view('resolution as JSON', paths.apiMeasure('resolution', 'preset=90d')),
    ...(['90d', 'year'] as const).map((preset) =>
      view(`content health, ${preset}`, paths.deskContentHealth(`preset=${preset}`)),
    ),
    view(`content health (${category})`, paths.deskContentHealth(`preset=90d&${category}`)),
    view('holdout', paths.deskHoldout()),
    view('monthly report', paths.deskMonthlyReport()),
    view('gaps', paths.deskGaps(), 300),
    ...gaps.rows.slice(0, 1).map(({ id }) => view('a gap', paths.deskGap(id), 300)),
  ];
}

const measuresOf = (category: string): [string, string][] => [
  ['deflection', ''],
  ['deflection', `&locale=en&${category}`],
  ['deflection', '&page=100'],
  ['deflection_upper', ''],
  ['self_service', ''],
  ['ask_deflection', ''],
  ['search_success', '&locale=it'],
  ['search_nothing', ''],
  ['search_no_click', ''],
  ['helpfulness', `&${category}`],
  ['first_contact', ''],
  ['first_reply', '&locale=en'],
  ['resolution', ''],
  ['resolution', '&agent=2'],
  ['resolution', `&${category}`],
  ['resolution', `&${category}&tier=1&agent=3`],
  ['resolution', '&by=category'],
  ['escalation', '&tier=1'],
  ['escalated_resolution', ''],
  ['csat', ''],
  ['link_rate', ''],
  ['known', '&tier=2'],
  ['gap_age', ''],
];
