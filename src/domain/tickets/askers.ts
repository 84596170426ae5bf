import type { Query } from '#db/open.ts';
import { listAskers, type Asker } from './link.store.ts';

/** Who asked what an article answers, by tickets filed in a span of time; not those marked as spam. */
export const askersOfArticle = (
  q: Query,
  articleId: number,
  span: { since: Date; before: Date },
): Promise<Asker[]> => listAskers(q, articleId, span);
