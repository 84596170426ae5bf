import { isDomainError, statusOf } from '#src/errors.ts';

/** A JSON answer that no cache keeps. */
export const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });

/** `{error: {code, details}}` with its status for what the domain refuses; anything else goes on to the log. */
export async function answerJson(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return json({ error: { code: error.code, details: error.details } }, statusOf[error.code]);
  }
}
