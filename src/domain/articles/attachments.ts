import type { Context } from '#src/context.ts';
import { paths } from '#src/paths.ts';
import type { Article } from './article.ts';
import { isPicture } from './asset.ts';
import { listAssetsByHash } from './asset.store.ts';
import { decodeAddress } from './linkTargets.ts';

/** A file that readers of an article can take with them. */
export interface Attachment {
  name: string;
  href: string;
  bytes: number;
}

/** The files that a rendered article links to, pictures aside, each once in the order of the text. */
export async function attachmentsOf(ctx: Context, { html }: Pick<Article, 'html'>): Promise<Attachment[]> {
  const links = Array.from(
    html.matchAll(/ href="\/assets\/([0-9a-f]{64})\/([^"/?#]*)"/g),
    ([, hash, name]) => ({
      hash: hash!,
      name: decodeAddress(name!),
    }),
  );
  if (links.length === 0) return [];
  const assets = await listAssetsByHash(
    ctx.db.read,
    links.map(({ hash }) => hash),
  );
  const found = links.flatMap(
    (link) => assets.find(({ hash, name }) => hash === link.hash && name === link.name) ?? [],
  );
  return [...new Set(found)]
    .filter((asset) => !isPicture(asset))
    .map(({ hash, name, size }) => ({ name, href: paths.asset(hash, name), bytes: size }));
}
