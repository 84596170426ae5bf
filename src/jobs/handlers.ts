import type { Context } from '#src/context.ts';

export type Handler = (ctx: Context, payload: Record<string, unknown>) => Promise<unknown>;

/** What each kind of job does: one line that calls one verb, which must be idempotent, since a job runs at least once. */
export const handlers: Record<string, Handler> = {};
