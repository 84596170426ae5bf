import { readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { foldText } from '#db/sql.ts';
import type { Locale } from '#src/i18n/index.ts';
import { fileProblem } from '../content/report.ts';
import { isPath, linkTargets, pathIn } from '../linkTargets.ts';
import { decodeText, encodeText } from '../markdown/decode.ts';
import { parseFile } from '../markdown/frontMatter.ts';
import { addressesIn, withAddresses, type Address } from '../markdown/addresses.ts';
import { lastPart } from './foreignFields.ts';
import { lineFinder } from './sourceProblems.ts';
import type { Source, Staged, StagedText } from './stage.ts';

/**
 * Point every link and image of the staged texts at the staged files: whatever the old site wrote (beside the file, from
 * the root, with or without `.html`, by number, with its own address before it), fragments kept.
 */
export async function relink(
  staged: Staged,
  { base, locale }: Pick<Source, 'base' | 'locale'>,
): Promise<void> {
  const index = indexOf(staged, base);
  for (const text of staged.texts) {
    await relinkText(staged, text, { index, locale });
    await pause();
  }
}

async function relinkText(
  staged: Staged,
  text: StagedText,
  { index, locale }: { index: Index; locale: Locale },
): Promise<void> {
  const path = join(staged.root, text.to);
  const decoded = decodeText(await readFile(path));
  const { body, bodyLine } = parseFile(decoded.text);
  const lineOf = await lineFinder(staged, text);
  const addresses = addressesIn(body);
  const after = withAddresses(body, addresses, (address) => {
    const found = targetOf(index, text, address);
    const to = found && found !== 'lost' ? relative(text.to, found) : null;
    if (found && found !== 'lost') staged.linked.add(found.to);
    const line = lineOf(address.line + bodyLine - 1, address.url);
    if (found === 'lost')
      staged.problems.push(
        fileProblem(text.from, 'oldSite', { line, locale, values: { address: address.url } }),
      );
    if (to === null || leadsThere(text.to, address, (found as Target).to)) return null;
    staged.links.push({ path: text.from, line, from: address.url, to });
    return to;
  });
  if (after === body) return;
  const head = decoded.text.slice(0, decoded.text.length - body.length);
  await writeFile(path, encodeText(head + after, decoded));
}

/** Whether the portal finds the target by the address as it is written. */
function leadsThere(from: string, { kind, url }: Address, to: string): boolean {
  if (!isPath(url)) return false;
  return kind === 'image' ? pathIn(from, url) === to : (linkTargets(from, url)?.paths ?? []).includes(to);
}

interface Target {
  to: string;
  fragment: string;
}

interface Index {
  base: URL | null;
  /** Staged paths by paths as they came, folded. */
  byPath: Map<string, string>;
  /** By what old addresses end in, where one text only has it. */
  byName: Map<string, string | null>;
  /** By the number in `/articles/360012-Lost-keys`. */
  byNumber: Map<string, string>;
  folders: Set<string>;
}

function indexOf(staged: Staged, base: string | undefined): Index {
  const all = [...staged.texts, ...staged.files, ...staged.loose];
  const byName = new Map<string, string | null>();
  const byNumber = new Map<string, string>();
  for (const { from, to, addresses } of staged.texts) {
    const named = [...new Set([from.replace(/\.\w+$/, ''), ...addresses].map(lastPart))].filter(Boolean);
    for (const name of named) byName.set(name, byName.has(name) && byName.get(name) !== to ? null : to);
    for (const one of [from, ...addresses]) {
      const number = numberIn(one) ?? /(?:^|\/)(\d{4,})[^/]*$/.exec(one)?.[1];
      if (number) byNumber.set(number, to);
    }
  }
  return {
    base: base ? new URL(base) : null,
    byPath: new Map(all.map(({ from, to }) => [foldText(from), to])),
    byName,
    byNumber,
    folders: new Set(
      all.flatMap(({ from }) =>
        from
          .split('/')
          .slice(0, -1)
          .map((_, i, parts) => parts.slice(0, i + 1).join('/')),
      ),
    ),
  };
}

const numberIn = (address: string) =>
  /\/(?:articles?|solutions\/articles)\/(\d+)(?=[-/.?#]|$)/.exec(address)?.[1];

/** Where an address of the old site leads among the staged files; `lost` when it is of the old site and leads nowhere. */
function targetOf(index: Index, { from }: StagedText, { kind, url }: Address): Target | 'lost' | null {
  const own = withoutBase(index, url);
  if (!isPath(own ?? url)) return null;
  const fragment = /#(.*)$/s.exec(url)?.[1] ?? '';
  const written = own ?? url;
  const to = byPath(index, from, written, kind) ?? (kind === 'link' ? byAddress(index, written) : undefined);
  return to ? { to, fragment } : own === null ? null : 'lost';
}

/** What stands behind the old site's own address; null for an address elsewhere, or without one. */
function withoutBase({ base }: Index, url: string): string | null {
  if (!base || !/^(https?:)?\/\//i.test(url) || !URL.canParse(url, base)) return null;
  const { host, pathname, search, hash } = new URL(url, base);
  const folder = base.pathname.replace(/\/$/, '');
  if (host !== base.host || !(pathname === folder || pathname.startsWith(`${folder}/`))) return null;
  return `${pathname.slice(folder.length) || '/'}${search}${hash}`;
}

/** Beside the file; as the page's own folder has it; from the root of the site, wherever that is in the export. */
function byPath(index: Index, from: string, written: string, kind: Address['kind']): string | undefined {
  const roots = written.startsWith('/') ? rootsFor(index, from) : ['', ...besides(from)];
  for (const root of roots) {
    const [file, href] = written.startsWith('/') ? ['', `${root}${written}`] : [root || from, written];
    const path = pathIn(file, href);
    if (path === null) continue;
    const paths =
      kind === 'image' ? [path] : [path, ...htmlOf(path), ...(linkTargets(file, href)?.paths ?? [])];
    const found = paths.map((one) => index.byPath.get(foldText(one))).find(Boolean);
    if (found) return found;
  }
  return undefined;
}

/** Sites that show `guide/install.md` at `/guide/install/` count `../` from there. */
const besides = (from: string) => [`${from.replace(/\.\w+$/, '')}/index.md`];
const htmlOf = (path: string) =>
  ['.html', '.htm', '/index.html', 'index.html'].map(
    (end) => path.replace(/\/$/, end.startsWith('i') ? '/' : '') + end,
  );

const publicFolders = ['static', 'public', 'assets', 'docs', 'src', 'src/pages', 'content'];

function rootsFor({ folders }: Index, from: string): string[] {
  const parts = from.split('/').slice(0, -1);
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/')).reverse();
  const roots = ['', ...above];
  const inside = roots.flatMap((root) => publicFolders.map((name) => posix.join(root, name)));
  return [...roots, ...inside.filter((folder) => folders.has(folder))].map((root) => root && `/${root}`);
}

/** By number or by the last part of the address, when only one text had it. */
function byAddress(index: Index, written: string): string | undefined {
  const number = numberIn(written);
  if (number && index.byNumber.has(number)) return index.byNumber.get(number);
  const isFile = /\.(?!x?html?$)\w{2,5}$/i.test(written.split(/[?#]/)[0]!);
  const name = isFile ? '' : lastPart(written);
  return (name && index.byName.get(name)) || undefined;
}

function relative(from: string, { to, fragment }: Target): string {
  const path = posix.relative(posix.dirname(from), to);
  const address = encodeURI(path).replace(/[()#?]/g, (sign) =>
    encodeURIComponent(sign).replace('(', '%28').replace(')', '%29'),
  );
  return fragment ? `${address}#${fragment}` : address;
}
