import { createHash } from 'node:crypto';
import type { Original } from '#src/domain/mail/incoming/original.ts';
import { frameSandbox } from './frame.ts';

const style =
  ':root{color-scheme:light;font:15px/1.5 system-ui,sans-serif;color:#1d1b16;background:#fff}' +
  'body{margin:16px;overflow-wrap:anywhere}pre{font:inherit;white-space:pre-wrap}' +
  'img{max-width:100%;height:auto}img[data-remote]{outline:1px dashed #857f70;min-width:2em;min-height:1em}' +
  'blockquote{margin:0 0 0 4px;padding-left:12px;border-left:2px solid #b5ae9c}table{max-width:100%}';
const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * A message from outside, as an answer that may be shown in a frame of the desk. Its HTML was sanitised when it was read;
 * beside that nothing in it may run, be styled, be sent or be fetched, but the images within it, and remote ones when asked.
 */
export function originalFrame(original: Original, { withRemote }: { withRemote: boolean }): Response {
  const body = original.html === null ? `<pre>${escape(original.text)}</pre>` : original.html;
  const shown = withRemote ? withImages(body, original.remoteImages) : body;
  const images = withRemote ? 'data: http: https:' : 'data:';
  return new Response(page(shown), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; style-src 'sha256-${styleHash}'; img-src ${images}; base-uri 'none'; ` +
        `form-action 'none'; frame-ancestors 'self'; sandbox ${frameSandbox}`,
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
    },
  });
}

const page = (body: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><title>–</title><style>${style}</style></head><body>${body}</body></html>`;

/** The sanitised HTML holds only numbers of remote images; their addresses come back here, escaped. */
const withImages = (html: string, urls: readonly string[]) =>
  html.replace(/data-remote="(\d{1,3})"/g, (mark, at: string) => {
    const url = urls[Number(at)];
    return url === undefined ? mark : `src="${escape(url)}"`;
  });

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
