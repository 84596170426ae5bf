import { renderMarkdown } from '#src/domain/articles/markdown/render.ts';
import { pathological } from '../fixtures/pathological.ts';
import { articleSource } from './data.ts';
import { atMost, median, note, say, timesOf } from './figures.ts';
import { random } from './random.ts';

/** Sources over which a parser may spend minutes render, or are refused and shown as plain text. */
export async function measureMarkdown(): Promise<void> {
  say('Markdown …');
  const next = random(5);
  const sources = Array.from({ length: 50 }, () => articleSource(next));
  const render = async (source: string) => void (await renderMarkdown(source));
  for (const source of sources) await render(source);
  note({
    name: 'an article rendered, median',
    value: median(await timesOf(sources.length, (i) => render(sources[i]!))),
    unit: 'ms',
  });
  const times: [string, number][] = [];
  for (const [name, source] of Object.entries(pathological)) {
    const [time] = await timesOf(1, () => render(source));
    times.push([name, time!]);
  }
  const [slowest, value] = times.toSorted((a, b) => b[1] - a[1])[0]!;
  atMost(1_000, { name: `pathological Markdown (${slowest})`, value, unit: 'ms' });
}
