import type { APIRoute } from 'astro';
import { queueChanges } from '#src/domain/tickets/queue.ts';

/** What the queue's page asks every few seconds: the sentence to show, or null when nothing came. */
export const GET: APIRoute = async ({ url, locals: { ctx, t } }) => {
  const since = momentOf(url.searchParams.get('since'));
  const { count } = await queueChanges(ctx, url.searchParams, since);
  return Response.json(
    { count, text: count === 0 ? null : t('desk.changes', { count }) },
    { headers: { 'cache-control': 'no-store' } },
  );
};

/** Milliseconds since 1970 as the page that asks was given them; from the beginning when no clock ever said that. */
function momentOf(text: string | null): Date {
  const ms = Number(text);
  return new Date(ms > 0 && ms < Date.now() + 86_400_000 ? ms : 0);
}
