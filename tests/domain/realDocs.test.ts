import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findArticleByFile } from '#src/domain/articles/article.store.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { openAsset } from '#src/domain/articles/openAsset.ts';
import { importContent } from '#src/domain/articles/transfer/importContent.ts';
import { countOutcomes, type ImportReport } from '#src/domain/articles/transfer/report.ts';
import { eachEngine } from '../helpers.ts';
import {
  anchorsIn,
  linksIn,
  withoutExtraCells,
  wordsIn,
  wordsOfPage,
  type WrittenLink,
} from '../markdownOracle.ts';

/** Real documentation as it is shipped: the folder that the npm package `fastify` brings along. */
const root = fileURLToPath(new URL('../../node_modules/fastify/docs', import.meta.url));

interface Doc {
  path: string;
  /** As it is, and as any page shows it: without cells beyond the columns of their table, which stand on `lost` lines. */
  whole: string;
  text: string;
  lost: number[];
  article: Article;
  links: WrittenLink[];
}

eachEngine((get) => {
  test('a real folder of documentation comes in whole: every link, every image, every word, and a report of the rest', async () => {
    const ctx = get();
    const files = (await readdir(root, { recursive: true })).filter((path) => /\.\w+$/.test(path)).sort();
    const texts = files.filter((path) => path.endsWith('.md'));
    expect(texts.length).toBeGreaterThan(30);

    const report = await importContent(ctx, { from: root });
    expect(countOutcomes(report)).toEqual({ new: texts.length, changed: 0, same: 0, kept: 0, refused: 0 });
    expect(report.articles.map(({ path }) => path).sort()).toEqual(texts);
    // Every file is an article, is shown by one, or is named as left out.
    const told = [...texts, ...report.images, ...pathsOf(report, 'otherFile')];
    expect(told.sort()).toEqual(files);

    const docs: Doc[] = [];
    for (const { path, to } of report.articles) {
      const whole = await readFile(join(root, path), 'utf8');
      const { text, lost } = withoutExtraCells(whole);
      docs.push({
        path,
        whole,
        text,
        lost,
        article: (await findArticleByFile(ctx.db.read, to))!,
        links: linksIn(text),
      });
    }
    for (const doc of docs) checkLinks(doc, docs, { files, report });
    for (const doc of docs) checkWords(doc, report);
    await checkImages();

    expect(countOutcomes(await importContent(ctx, { from: root }))).toMatchObject({ same: texts.length });

    async function checkImages() {
      const written = docs.flatMap(({ links }) => links.filter(({ kind }) => kind === 'image'));
      const shown = docs.flatMap(({ article }) => [
        ...article.html.matchAll(/<img [^>]*src="\/assets\/(\w+)\//g),
      ]);
      expect(written.length).toBeGreaterThan(0);
      expect(shown).toHaveLength(written.length);
      for (const [, hash] of shown) expect((await openAsset(ctx, hash!)).asset.size).toBeGreaterThan(0);
    }
  }, 120_000);
});

const pathsOf = ({ problems }: ImportReport, code: string) =>
  problems.filter((one) => one.code === code).map(({ path }) => path);

/**
 * In their order, addresses elsewhere as they were, others where their file is now; within a page to a part that is there.
 * What leads nowhere is in the report, and nothing else is.
 */
function checkLinks(
  doc: Doc,
  docs: Doc[],
  { files, report }: { files: string[]; report: ImportReport },
): void {
  const addresses = (code: string) =>
    report.problems
      .filter((one) => one.path === doc.path && one.code === code)
      .map(({ values }) => String(values.address))
      .sort();
  const written = doc.links.filter(({ kind }) => kind === 'link').map(({ url }) => url);
  const dead = written.filter((url) => isDead(doc, url, files));
  expect.soft(addresses('brokenLink'), doc.path).toEqual(dead.toSorted());
  const shown = hrefsOf(doc.article);
  const away = written.filter((url) => !dead.includes(url) && !url.startsWith('#'));
  expect
    .soft(shown.map(withoutPart).filter(Boolean), doc.path)
    .toEqual(away.map((url) => addressOf(doc, url, docs)));
  const isWithin = (url: string) => url.startsWith('#');
  expect.soft(shown.filter(isWithin).length, doc.path).toBe(written.filter(isWithin).length);
  const astray = shown.filter((href) => !isElsewhere(href) && !reaches(doc, href, docs));
  const within = addresses('brokenLink').filter(isWithin);
  expect.soft(astray, doc.path).toHaveLength(addresses('brokenAnchor').length + within.length);
}

const withoutPart = (href: string) => (isElsewhere(href) ? href : href.replace(/#.*$/, ''));

function reaches(doc: Doc, href: string, docs: Doc[]): boolean {
  const [address, part] = href.split('#');
  const target = docs.find(({ article }) => address === `/${article.locale}/articles/${article.slug}`) ?? doc;
  return !part || target.article.html.includes(` id="${decodeURIComponent(part)}"`);
}

const isElsewhere = (url: string) => /^[a-z][\w+.-]*:/i.test(url);
const fileOf = (doc: Doc, url: string) => posix.join(posix.dirname(doc.path), url.replace(/[?#].*$/, ''));

function isDead(doc: Doc, url: string, files: string[]): boolean {
  if (isElsewhere(url)) return false;
  if (url === '#') return false;
  return url.startsWith('#')
    ? !anchorsIn(doc.text).has(url.slice(1).toLowerCase())
    : !files.includes(fileOf(doc, url));
}

/** What the article's own page must link to instead. */
function addressOf(doc: Doc, url: string, docs: Doc[]): string {
  if (isElsewhere(url)) return url;
  const target = docs.find(({ path }) => path === fileOf(doc, url))!.article;
  return `/${target.locale}/articles/${target.slug}`;
}

const hrefsOf = ({ html }: Article): string[] =>
  Array.from(html.matchAll(/<a (?![^>]*class="anchor")[^>]*?href="([^"]*)"/g), ([, href]) =>
    href!.replaceAll('&#x26;', '&'),
  );

/** Every word of the text is on the page, but for cells of a table that no page shows: those the report names. */
function checkWords({ path, text, whole, lost, article }: Doc, { problems }: ImportReport): void {
  const named = problems.filter((one) => one.path === path && one.code === 'cellsLost');
  expect
    .soft(
      named.map(({ line }) => line),
      path,
    )
    .toEqual(lost);
  const page = wordsOfPage(`${article.title} ${article.html}`);
  expect
    .soft(
      [...wordsIn(text)].filter((word) => !page.has(word)),
      path,
    )
    .toEqual([]);
  const kept = wordsIn(article.source);
  expect
    .soft(
      [...wordsIn(whole)].filter((word) => !kept.has(word)),
      path,
    )
    .toEqual([]);
}
