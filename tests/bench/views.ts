import { systemContext, type App } from '#src/context.ts';
import { categoryList } from '#src/domain/articles/categories.ts';
import { gapList, gapQuery } from '#src/domain/gaps/list.ts';
import { paths } from '#src/paths.ts';
import type { Client } from '../http/client.ts';
import { atMost, note, quantile, median, say, timesOf } from './figures.ts';

/** Every view of the measures and of the gaps, with what it may take, in milliseconds. */
const viewsOf = (category: string, gap: number | undefined): [string, number, string][] => [
  ...(gap === undefined ? [] : [['a gap', 300, paths.deskGap(gap)] as [string, number, string]]),
  ['measures, 30 days', 100, paths.deskMeasures('preset=30d')],
  ['measures, 90 days', 100, paths.deskMeasures('preset=90d')],
  ['measures, 12 months', 100, paths.deskMeasures('preset=year')],
  ['measures of a language', 100, paths.deskMeasures('preset=90d&locale=en')],
  ['measures of a category', 100, paths.deskMeasures(`preset=90d&category=${category}`)],
  ['measures of a tier', 100, paths.deskMeasures('preset=90d&tier=1')],
  ['measures of an agent', 100, paths.deskMeasures('preset=90d&agent=1')],
  ['measures of two at once', 100, paths.deskMeasures('preset=90d&locale=en&tier=1')],
  ...(
    [
      ['deflection', ''],
      ['deflection', `&locale=en&category=${category}`],
      ['self_service', ''],
      ['ask_deflection', ''],
      ['search_success', '&locale=it'],
      ['helpfulness', `&category=${category}`],
      ['first_contact', ''],
      ['first_reply', '&locale=en'],
      ['resolution', '&agent=2'],
      ['resolution', `&category=${category}`],
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

/** How long each takes an agent, one after the other. */
export async function measureViews(app: App, agent: Client, rounds: number): Promise<void> {
  say('Measures and gaps …');
  const ctx = systemContext(app);
  const [category] = await categoryList(ctx, 'en');
  const reader = { kind: 'agent', id: 1, name: 'Agent 1', role: 'agent', tier: 1 } as const;
  const gaps = await gapList({ ...ctx, actor: reader }, gapQuery.parse({}));
  for (const [name, limit, path] of viewsOf(category!.key, gaps.rows[0]?.id)) {
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
