import type { APIRoute } from 'astro';
import { z } from 'zod';
import { addressBlock, takeToken } from '#src/domain/limits/limits.ts';
import { recordReported } from '#src/domain/visits/searched.ts';
import { reportedEvent } from '#src/domain/visits/visit.ts';
import { domainError } from '#src/errors.ts';
import { locales } from '#src/i18n/index.ts';
import { answerJson } from '../_json.ts';

const maxBytes = 4_096;
/** Signals that one address may send in a minute: many people can share one. */
const limit = { limit: 240, windowMs: 60_000 };
const locale = z.enum(locales);

/** `POST /api/v1/visits/events`: what a browser saw its visitor do (src/components/visits/signals.ts). Answers 204. */
export const POST: APIRoute = ({ request, locals }) =>
  answerJson(async () => {
    const { ctx, clientAddress, keepVisit } = locals;
    if (ctx.actor.kind === 'visitor' && ctx.actor.isCounted) {
      await takeToken(ctx, { key: `visits:${addressBlock(clientAddress)}`, ...limit });
      const { locale: spoken, event } = read(await bodyOf(request));
      const recorded = await recordReported({ ...ctx, locale: spoken }, event);
      if (recorded) keepVisit(recorded.visitId);
    }
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  });

async function bodyOf(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes)
    throw domainError('too_large', { maxBytes });
  const text = await request.text();
  if (text.length > maxBytes) throw domainError('too_large', { maxBytes });
  try {
    return JSON.parse(text);
  } catch {
    throw domainError('invalid', { body: 'is not JSON' });
  }
}

function read(body: unknown) {
  const envelope = z.looseObject({ locale }).safeParse(body);
  if (!envelope.success) throw domainError('invalid', { fields: { locale: 'is not one of the languages' } });
  const { locale: spoken, ...rest } = envelope.data;
  const event = reportedEvent.safeParse(rest);
  if (!event.success) throw domainError('invalid', { body: 'is no event a browser may report' });
  return { locale: spoken, event: event.data };
}
