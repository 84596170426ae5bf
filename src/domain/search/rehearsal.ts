import type { Query } from '#db/open.ts';
import { readCatalogue, readMaterial, readTuning } from './catalogue.ts';
import type { ReplayEvent } from './replay.ts';
import { startThread } from './thread.ts';

/**
 * Lets a search that knows the articles as they are now, and has learnt nothing yet, live through what happened, in a
 * thread of its own. @returns for each part, for each question in it, the ids of the articles found, best first.
 */
export async function* rehearse(
  q: Query,
  parts: Iterable<readonly ReplayEvent[]>,
): AsyncGenerator<string[][]> {
  const thread = startThread(() => {});
  try {
    const catalogue = await readCatalogue(q);
    for await (const { documents } of readMaterial(q, catalogue, catalogue.articles.keys()))
      await thread.call({ kind: 'take', material: { documents, past: [] } });
    await thread.call({ kind: 'build', tuning: await readTuning(q) });
    for (const events of parts) yield await thread.call<string[][]>({ kind: 'replay', events });
  } finally {
    await thread.stop();
  }
}
