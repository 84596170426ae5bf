import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import yazl from 'yazl';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findArticleByFile } from '#src/domain/articles/article.store.ts';
import { listSynced } from '#src/domain/articles/content/content.store.ts';
import { listRedirects } from '#src/domain/articles/slug.store.ts';
import { importContent, type Import } from '#src/domain/articles/transfer/importContent.ts';
import { countOutcomes } from '#src/domain/articles/transfer/report.ts';
import { paths } from '#src/paths.ts';
import { eachEngine } from '../helpers.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwH4QZYAwAR8oH+Rq28akAAAAASUVORK5CYII=',
  'base64',
);

let from: string;
beforeEach(async () => void (from = await mkdtemp(join(tmpdir(), 'portico-from-'))));
afterEach(() => rm(from, { recursive: true, force: true }));

async function put(path: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(from, path)), { recursive: true });
  await writeFile(join(from, path), text);
}

async function zipOf(fill: (zip: yazl.ZipFile) => void, name = 'a.zip'): Promise<string> {
  const zip = new yazl.ZipFile();
  fill(zip);
  zip.end();
  const path = join(from, name);
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

eachEngine((get) => {
  beforeEach(async () => {
    const { config, db } = get();
    await rm(config.contentDir, { recursive: true, force: true });
    await db.write(async (tx) => {
      const { articles, assets, categories, settings } = tx.tables;
      for (const table of [articles, assets, categories, settings]) await tx.delete(table);
    });
  });
  const take = (how: Partial<Import> = {}) => importContent(get(), { from, ...how });
  const at = async (path: string) => (await findArticleByFile(get().db.read, path))!;

  describe('Markdown of another tool', () => {
    test('links of every kind lead to the new articles, images come along, and a second time changes nothing', async () => {
      await put('site/docs/billing/refunds.md', '# Refunds\n\n## How long {#how}\n\nA week.\n');
      await put(
        'site/docs/start/install.md',
        [
          '---\ntitle: Install\naliases: [/old/setup.html]\nsidebar_position: 2\n---\n# Install\n',
          '[a](../billing/refunds.md#how) [b](/billing/refunds/) [c](https://help.example.com/docs/billing/refunds.html#how)',
          '[d](../billing/refunds.html) [e][ref] <a href="/billing/refunds">f</a> [g](https://example.org/x)\n',
          '![Door](/img/door.png) ![Again](img/near.png)\n\n[ref]: /billing/refunds "Title"\n',
        ].join('\n'),
      );
      await put('site/docs/start/img/near.png', png);
      await put('site/static/img/door.png', Buffer.concat([png, Buffer.from([0])]));
      await put('site/mkdocs.yml', 'nav: []');
      const report = await take({ base: 'https://help.example.com/docs' });
      expect(countOutcomes(report)).toMatchObject({ new: 2, refused: 0 });
      expect(report.problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
        'site/mkdocs.yml otherFile',
      ]);
      expect(report.images).toHaveLength(2);
      const { html, slug, extra } = await at('en/start/install.md');
      const refunds = paths.article('en', 'refunds');
      expect(html.match(/href="[^"]*"/g)).toEqual([
        `href="${refunds}#how"`,
        `href="${refunds}"`,
        `href="${refunds}#how"`,
        `href="${refunds}"`,
        `href="${refunds}"`,
        `href="${refunds}"`,
        'href="https://example.org/x"',
      ]);
      expect(html.match(/<img /g)).toHaveLength(2);
      expect(slug).toBe('install');
      expect(extra).toMatchObject({ sidebar_position: 2 });
      const all = await listSynced(get().db.read);
      const install = all.find((one) => one.slug === 'install')!;
      expect(await listRedirects(get().db.read, install.id)).toEqual(['setup']);
      expect(countOutcomes(await take({ base: 'https://help.example.com/docs' }))).toMatchObject({
        same: 2,
        new: 0,
        changed: 0,
      });
      expect(await listSynced(get().db.read)).toEqual(all);
    });

    test('a rehearsal says the same and changes nothing', async () => {
      await put('a/one.md', '# One\n\n[x](two.md#there) [y](gone.md)\n');
      await put('a/two.md', '# Two\n\n{{< gallery 3 >}}\n');
      const said = await take({ isRehearsal: true });
      expect(await listSynced(get().db.read)).toEqual([]);
      expect(said.categories).toEqual(['en/General']);
      expect(said.problems.map(({ path, line, code }) => `${path}:${line} ${code}`)).toEqual([
        'a/two.md:3 shortcode',
        'a/one.md:3 brokenLink',
        'a/one.md:3 brokenAnchor',
      ]);
      const { done, ...rest } = await take();
      expect({ ...rest, done: null }).toEqual(said);
      expect(done).toMatchObject({ created: 2 });
    });

    test('files that a text links to come along, of kinds that are served; every other file is named', async () => {
      await put(
        'docs/a.md',
        '# A\n\n[The prices](files/Prices%202026.pdf) [x](tool.exe) [y](/big.zip) [z](plan.csv#a)\n',
      );
      await put('docs/files/Prices 2026.pdf', '%PDF-1.4\n%%EOF\n');
      await put('docs/plan.csv', 'a;b\n');
      await put('docs/unused.csv', 'a;b\n');
      await put('docs/tool.exe', Buffer.from('MZ\0\0\0'));
      await put(
        'docs/big.zip',
        Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(get().config.uploadMaxBytes)]),
      );
      const said = await take({ isRehearsal: true });
      const report = await take();
      expect({ ...report, done: null }).toEqual(said);
      expect(report.images.sort()).toEqual(['docs/files/Prices 2026.pdf', 'docs/plan.csv']);
      expect(report.problems.map(({ path, line, code }) => `${path}:${line} ${code}`).sort()).toEqual([
        'docs/a.md:3 brokenLink',
        'docs/a.md:3 fileRefused',
        'docs/big.zip:1 fileTooLarge',
        'docs/unused.csv:1 otherFile',
      ]);
      const { html } = await at('en/a.md');
      expect(html).toMatch(
        /<a href="\/assets\/\w+\/Prices%202026\.pdf">The prices<span class="file-facts"> \(PDF, /,
      );
      expect(html).toMatch(/<a href="\/assets\/\w+\/plan\.csv">z<span/);
      expect(countOutcomes(await take())).toMatchObject({ same: 1, new: 0, changed: 0 });
    });

    test('links of wikis and Obsidian lead to the files they mean; the rest is named', async () => {
      const lines = [
        '# Home',
        '',
        '[[Lost keys]] [[lost-keys|the keys]] [[Lost keys#How long]] [[#Here]] [[Old name|Lost keys]]',
        '![[door.png|300]] ![[door.png|The door]] [[Plan.csv|Our plan]] `[[Lost keys]]` [[Nowhere]]',
        '![[Lost keys]]',
        '',
        '## Here',
      ];
      await put('vault/Home.md', lines.join('\n'));
      await put('vault/deep/Lost keys.md', '# Lost keys\n\n## How long\n\nA week.\n');
      await put('vault/img/door.png', png);
      await put('vault/Plan.csv', 'a;b\n');
      const report = await take();
      expect(
        report.problems.map(({ path, line, code, values }) => `${path}:${line} ${code} ${values.name ?? ''}`),
      ).toEqual([
        'vault/Home.md:4 wikiLink [[Nowhere]]',
        'vault/Home.md:5 include ![[Lost keys]]',
        'vault/Home.md:4 imageWithoutWords ',
      ]);
      const { html } = await at('en/Home.md');
      const keys = paths.article('en', 'lost-keys');
      expect(html.match(/<a href="[^"]*"[^>]*>[^<]*/g)).toEqual([
        `<a href="${keys}">Lost keys`,
        `<a href="${keys}">the keys`,
        `<a href="${keys}#how-long">Lost keys › How long`,
        '<a href="#here">Here',
        `<a href="${keys}">Old name`,
        expect.stringMatching(/^<a href="\/assets\/\w+\/Plan\.csv">Our plan/),
      ]);
      expect(html.match(/<img [^>]*alt="[^"]*"/g)).toHaveLength(2);
      expect(html).toContain('alt="The door"');
    });

    test('front matter in TOML counts, and an owner whom nobody knows is named', async () => {
      await put(
        'h/a.md',
        '+++\ntitle = "From Hugo"\ntags = ["x"]\nowner = "Nobody@example.test"\n+++\nText\n',
      );
      const report = await take();
      expect(report.problems.map(({ path, code, values }) => `${path} ${code} ${values.owner}`)).toEqual([
        'h/a.md unknownOwner Nobody@example.test',
      ]);
      expect(await at('en/a.md')).toMatchObject({ title: 'From Hugo', tags: ['x'], ownerId: null });
    });

    test('an article that changed here stays, and one that changed there comes', async () => {
      await put('help/a.md', '# A\n\nold\n');
      await put('help/b.md', '# B\n\nold\n');
      await take();
      const { contentDir } = get().config;
      const path = (await listSynced(get().db.read))[0]!.filePath!;
      const folder = dirname(path);
      await writeFile(join(contentDir, folder, 'a.md'), '# A\n\nmine\n');
      await put('help/b.md', '# B\n\nnew\n');
      const report = await take();
      expect(report.articles.map(({ title, outcome }) => `${title} ${outcome}`).sort()).toEqual([
        'A kept',
        'B changed',
      ]);
      expect((await at(`${folder}/a.md`)).source).toContain('mine');
      expect((await at(`${folder}/b.md`)).source).toContain('new');
      await put('help/a.md', '# A\n\ntheirs\n');
      const clash = await take();
      expect(clash.problems.map(({ path: file, code }) => `${file} ${code}`)).toEqual([
        'help/a.md alreadyThere',
      ]);
      expect((await at(`${folder}/a.md`)).source).toContain('mine');
    });
  });

  test('pages of other help centres become articles with their callouts, anchors, tables and old addresses', async () => {
    await cp(fileURLToPath(new URL('../fixtures/helpCentres', import.meta.url)), from, { recursive: true });
    const report = await take({ base: 'https://acme.example/hc/en-us' });
    const sources = Object.fromEntries(
      await Promise.all(
        report.articles
          .filter(({ outcome }) => outcome === 'new')
          .map(async ({ to }) => [to, await readFile(join(get().config.contentDir, to), 'utf8')] as const),
      ),
    );
    const said = report.problems.map(({ path, line, code }) => `${path}:${line} ${code}`);
    expect(said).toEqual([
      'hc/en-us/articles/360001-How-refunds-work.html:25 embedded',
      'hc/en-us/sections/2-Refunds.html:1 listPage',
      'hc/en-us/articles/360001-How-refunds-work.html:24 oldSite',
      'hc/en-us/articles/360002-Change-your-card.html:5 oldSite',
    ]);
    const all = Object.entries(sources).map(([to, text]) => `${'='.repeat(20)} ${to}\n${text}`);
    await expect(all.join('')).toMatchFileSnapshot('../fixtures/helpCentres.expected.txt');
    const refund = await at('en/billing/how-refunds-work.md');
    expect(await listRedirects(get().db.read, refund.id)).toEqual(['360001-how-refunds-work']);
    expect((await at('it/pagamenti/rimborsi.md')).locale).toBe('it');
  });

  describe('an archive', () => {
    test('is taken in like the folder it holds', async () => {
      const path = await zipOf((zip) => {
        zip.addBuffer(Buffer.from('# Caffè\n\n![x](è.png)\n'), 'export/help/caffè.md');
        zip.addBuffer(png, 'export/help/è.png');
        zip.addBuffer(Buffer.from('x'), '__MACOSX/export/._x');
      });
      const report = await take({ from: path });
      expect(report.articles).toMatchObject([
        { path: 'export/help/caffè.md', outcome: 'new', title: 'Caffè' },
      ]);
      expect(report.problems).toEqual([]);
      expect(report.images).toHaveLength(1);
    });

    test('that would write outside, is no zip, or unpacks to more than the limits is refused whole', async () => {
      const path = await zipOf((zip) => zip.addBuffer(Buffer.from('# A\n'), 'aa/evil.md'));
      const bytes = await readFile(path);
      const evil = Buffer.from(bytes.toString('latin1').replaceAll('aa/evil.md', '../evil.md'), 'latin1');
      await writeFile(path, evil);
      await expect(take({ from: path })).rejects.toMatchObject({
        code: 'invalid',
        details: { fields: { file: 'zip_escapes' } },
      });
      await writeFile(path, 'not a zip');
      await expect(take({ from: path })).rejects.toMatchObject({
        code: 'invalid',
        details: { fields: { file: 'bad_zip' } },
      });
      const many = await zipOf((zip) => {
        for (let i = 0; i <= 20_000; i += 1) zip.addEmptyDirectory(`d${i}`);
      });
      await expect(take({ from: many })).rejects.toMatchObject({ code: 'too_large' });
      expect(await listSynced(get().db.read)).toEqual([]);
    });

    test('with links, bombs and damaged files gives the rest, and says what it left', async () => {
      const path = await zipOf((zip) => {
        zip.addBuffer(Buffer.from('# Good\n'), 'good.md');
        zip.addBuffer(Buffer.from('/etc/passwd'), 'link.md', { mode: 0o120777 });
        zip.addBuffer(Buffer.alloc(40 * 1024 * 1024), 'bomb.png');
        zip.addBuffer(Buffer.from('# Broken\n'.repeat(50)), 'broken.md', { compress: false });
      });
      const bytes = await readFile(path);
      bytes.write('XXXX', bytes.indexOf('# Broken\n# Broken'));
      await writeFile(path, bytes);
      const { articles, problems } = await take({ from: path });
      expect(articles.map((one) => one.path)).toContain('good.md');
      const said = problems.map((one) => `${one.path} ${one.code}`);
      expect(said).toContain('link.md zipLink');
      expect(said).toContain('bomb.png fileTooLarge');
    });
  });
});
