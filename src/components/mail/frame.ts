/** What a frame with mail may do: links open beside the desk, and nothing else. Both the page and the answer say so. */
export const frameSandbox = 'allow-popups allow-popups-to-escape-sandbox';

/** The HTML of a mail we wrote, as an answer that may be shown in a frame of the desk and can run nothing. */
export function mailFrame(html: string): Response {
  return new Response(html.replace('<head>', '<head><base target="_blank">'), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox ${frameSandbox}`,
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'private, no-store',
    },
  });
}
