import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { compressAll, isCompressible, pickEncoding, type Encoded } from './compression.ts';

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

interface StaticFile {
  mediaType: string;
  etag: string;
  isHashed: boolean;
  bodies: Encoded;
}

/** Answers a request for a built file; false when there is none of that name. */
export type StaticFiles = (req: IncomingMessage, res: ServerResponse, path: string) => boolean;

/** Hold every file of a folder in memory, compressed: a few hundred kilobytes, made by the build, never by a visitor. */
export function loadStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, StaticFile>();
  for (const name of namesBelow(folder))
    files.set(`/${name.split(sep).join('/')}`, load(join(folder, name), name));
  return (req, res, path) => {
    const file = files.get(path);
    if (file) send(req, res, file);
    return file !== undefined;
  };
}

function load(path: string, name: string): StaticFile {
  const plain = readFileSync(path);
  const mediaType = mediaTypes[extname(path)] ?? 'application/octet-stream';
  const file: StaticFile = {
    mediaType,
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    isHashed: name.startsWith(`_astro${sep}`),
    bodies: { plain },
  };
  // In the background: the first visitors get it as it is.
  if (isCompressible(mediaType)) void compressAll(plain).then((bodies) => (file.bodies = bodies));
  return file;
}

function send(req: IncomingMessage, res: ServerResponse, file: StaticFile): void {
  const { encoding, body } = pickEncoding(req, file.bodies);
  res.setHeader(
    'Cache-Control',
    file.isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  );
  res.setHeader('ETag', file.etag);
  res.setHeader('Vary', 'Accept-Encoding');
  if (req.headers['if-none-match'] === file.etag) return void res.writeHead(304).end();
  if (encoding) res.setHeader('Content-Encoding', encoding);
  res.setHeader('Content-Type', file.mediaType);
  res.setHeader('Content-Length', body.length);
  res.writeHead(200).end(req.method === 'HEAD' ? undefined : body);
}

function namesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
