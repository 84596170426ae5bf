import { paths } from '#src/paths.ts';
import type { Client } from '../http/client.ts';
import { atMost, note, quantile, median, say, timesOf } from './figures.ts';

/** Every view of the measures and of the gaps, with what it may take, in milliseconds. */
const views: [string, number, string][] = [
  ['measures, 30 days', 100, paths.deskMeasures('preset=30d')],
  ['measures, 90 days', 100, paths.deskMeasures('preset=90d')],
  ['measures, 12 months', 100, paths.deskMeasures('preset=year')],
  ['measures of a language', 100, paths.deskMeasures('preset=90d&locale=en')],
  ['measures of a category', 100, paths.deskMeasures('preset=90d&category=topic-1')],
  ['measures of a tier', 100, paths.deskMeasures('preset=90d&tier=1')],
  ['measures of an agent', 100, paths.deskMeasures('preset=90d&agent=1')],
  ['measures of two at once', 100, paths.deskMeasures('preset=90d&locale=en&tier=1')],
  ...(
    [
      ['deflection', ''],
      ['deflection', '&locale=en&category=topic-1'],
      ['self_service', ''],
      ['ask_deflection', ''],
      ['search_success', '&locale=it'],
      ['helpfulness', '&category=topic-1'],
      ['first_contact', ''],
      ['first_reply', '&locale=en'],
      ['resolution', '&agent=2'],
      ['resolution', '&category=topic-1'],
      ['escalation', '&tier=1'],
      ['csat', ''],
      ['known', '&tier=2'],
      ['gap_age', ''],
    ] as const
  ).map(([name, query]): [string, number, string] => [
    `${name}${query && ` (${query.slice(1)})`}`,
    100,
    paths.deskMeasure(name, `preset=90d${query}`),
  ]),
  ['content health', 100, paths.deskContentHealth('preset=90d')],
  ['gaps', 300, paths.deskGaps()],
];

/** How long each takes an agent, one after the other; the slowest of a kind is what counts. */
export async function measureViews(
  agent: Client,
  { rounds, gap }: { rounds: number; gap: number | null },
): Promise<void> {
  say('Measures and gaps …');
  const all = gap === null ? views : [...views, ['a gap', 300, paths.deskGap(gap)] as const];
  for (const [name, limit, path] of all) {
    const request = async () => {
      const { status } = await agent.get(path);
      if (status !== 200) throw new Error(`${path} answered ${status}.`);
    };
    await timesOf(3, request);
    const times = await timesOf(Math.min(rounds, 60), request);
    atMost(limit, { name: `${name}, p95`, value: quantile(times, 0.95), unit: 'ms' });
    note({ name: `${name}, median`, value: median(times), unit: 'ms' });
  }
}
