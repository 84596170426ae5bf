import type { APIRoute } from 'astro';
import { Readable } from 'node:stream';
import { openAsset } from '#src/domain/articles/openAsset.ts';

/** An image of an article. Its address names its content, so it never changes; the name behind is for people. */
export const GET: APIRoute = async ({ params, request, locals }) => {
  const { asset, isPublic, open } = await openAsset(locals.ctx, params.hash!);
  const etag = `"${asset.hash}"`;
  const headers = {
    'Cache-Control': `${isPublic ? 'public' : 'private'}, max-age=31536000, immutable`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    ETag: etag,
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  const body = Readable.toWeb(open()) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: { ...headers, 'Content-Type': asset.mediaType, 'Content-Length': String(asset.size) },
  });
};
