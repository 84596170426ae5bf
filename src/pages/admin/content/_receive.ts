import { Busboy } from '@fastify/busboy';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { domainError } from '#src/errors.ts';

export interface Received {
  name: string;
  base: string;
  bytes: AsyncIterable<Uint8Array>;
}

const limits = { files: 1, fields: 5, fieldSize: 2_000, parts: 10 };

/**
 * Read a form with one file as it comes, and hand the file to `keep` while it does; fields count that stand before it.
 * @throws DomainError `invalid` without a file, and whatever `keep` throws.
 */
export function receive(request: Request, keep: (file: Received) => Promise<number>): Promise<number> {
  const type = request.headers.get('content-type') ?? '';
  if (!request.body || !type.startsWith('multipart/form-data')) return Promise.reject(missing());
  const body = Readable.fromWeb(request.body as ReadableStream<Uint8Array>);
  return new Promise((resolve, reject) => {
    const parser = new Busboy({ headers: { 'content-type': type }, limits });
    let base = '';
    let kept: Promise<number> | null = null;
    parser.on('field', (name, value) => void (name === 'base' && (base = value)));
    parser.on('file', (_field, bytes, name) => {
      if (!name) return void bytes.resume();
      kept = keep({ name, base, bytes });
      kept.catch(reject);
    });
    parser.on('error', () => reject(domainError('invalid', { fields: { file: 'bad_zip' } })));
    parser.on('finish', () => (kept ? kept.then(resolve, reject) : reject(missing())));
    body.on('error', reject);
    body.pipe(parser);
  });
}

const missing = () => domainError('invalid', { fields: { file: 'required' } });
