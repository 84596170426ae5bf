import { paths } from '#src/paths.ts';
import { atMost } from './figures.ts';
import type { Running } from './server.ts';

/** What a reader's first article costs on the wire: the page, and every file that it names. */
export async function measureWeights({ url, slugs }: Running): Promise<void> {
  const page = await wire(url + paths.article('en', slugs[0]!));
  const links = [
    ...page.text.matchAll(
      /<(?:link rel="(?:stylesheet|icon)" href|link rel="icon"[^>]*href|script[^>]* src)="([^"]+)"/g,
    ),
  ];
  const others = await Promise.all(
    [...new Set(links.map(([, path]) => path!))].map((path) => wire(new URL(path, url).href)),
  );
  const total = [page, ...others].reduce((sum, one) => sum + one.bytes, 0) / 1024;
  const scripts = others.filter((one) => one.type.includes('javascript'));
  const script = scripts.reduce((sum, one) => sum + one.bytes, 0) / 1024;
  atMost(30, { name: 'article over the wire', value: total, unit: 'KB' });
  atMost(8, { name: 'requests of an article', value: 1 + others.length, unit: '' });
  atMost(10, { name: 'script of an article', value: script, unit: 'KB' });
}

async function wire(url: string) {
  const response = await fetch(url, { headers: { 'accept-encoding': 'br' } });
  const length = response.headers.get('content-length');
  const text = await response.text();
  const bytes = length === null ? Buffer.byteLength(text) : Number(length);
  return { text, bytes, type: response.headers.get('content-type') ?? '' };
}
