import type { APIRoute } from 'astro';
import { Readable } from 'node:stream';
import { openAsset } from '#src/domain/articles/openAsset.ts';
import { assetHeaders } from '#src/server/fileHeaders.ts';

/** A file of an article: an image to show, or a download. Its address names its content, so it never changes. */
export const GET: APIRoute = async ({ params, request, locals }) => {
  const { asset, isPublic, open } = await openAsset(locals.ctx, params.hash!, params.name);
  const etag = `"${asset.hash}"`;
  const headers = {
    ...assetHeaders(asset),
    'cache-control': `${isPublic ? 'public' : 'private'}, max-age=31536000, immutable`,
    etag,
  };
  if (request.headers.get('if-none-match') === etag) return notChanged(headers);
  return new Response(Readable.toWeb(open()) as ReadableStream<Uint8Array>, { headers });
};

function notChanged({ 'content-length': _, ...headers }: Record<string, string>): Response {
  return new Response(null, { status: 304, headers });
}
