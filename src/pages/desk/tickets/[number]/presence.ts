import type { APIRoute } from 'astro';
import { z } from 'zod';
import { presentText } from '#src/components/tickets/presentText.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { announcePresence } from '#src/domain/tickets/presence.ts';
import { domainError } from '#src/errors.ts';

const input = z.object({ isAnswering: z.boolean(), lastMessage: z.number().int() });

/** The heartbeat of an open ticket page: says that an agent is here, and learns who else is and whether something came. */
export const POST: APIRoute = async ({ params, request, locals: { ctx, t } }) => {
  requireAgent(ctx);
  const number = Number(/^[1-9]\d{0,9}$/.exec(params.number ?? '')?.[0]);
  if (!number) throw domainError('not_found');
  const parsed = input.safeParse(await request.json().catch(() => null));
  if (!parsed.success) throw domainError('invalid');
  const { isAnswering, lastMessage } = parsed.data;
  const now = await announcePresence(ctx, number, { isAnswering });
  return Response.json(
    {
      present: presentText(now.others, t),
      isAnswered: now.others.some((other) => other.isAnswering),
      news: now.lastMessage > lastMessage ? t('desk.newMessage') : null,
    },
    { headers: { 'cache-control': 'no-store' } },
  );
};
