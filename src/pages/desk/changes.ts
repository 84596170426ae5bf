import type { APIRoute } from 'astro';
import { queueChanges } from '#src/domain/tickets/queue.ts';

/** What the queue's page asks every few seconds: the sentence to show, or null when nothing came. */
export const GET: APIRoute = async ({ url, locals: { ctx, t } }) => {
  const since = new Date(Number(url.searchParams.get('since')) || 0);
  const { count } = await queueChanges(ctx, url.searchParams, since);
  return Response.json(
    { count, text: count === 0 ? null : t('desk.changes', { count }) },
    { headers: { 'cache-control': 'no-store' } },
  );
};
