import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { findArticleByFile } from '#src/domain/articles/article.store.ts';
import type { Article } from '#src/domain/articles/article.ts';
import { listCategories } from '#src/domain/articles/category.store.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { ensureCategory } from '#src/domain/articles/categories.ts';
import { forgetMissingFiles } from '#src/domain/articles/content/forgetMissing.ts';
import { importFolder } from '#src/domain/articles/content/importFolder.ts';
import { pullContent } from '#src/domain/articles/content/pull.ts';
import { pushArticle, pushContent } from '#src/domain/articles/content/push.ts';
import { conflictView, decideConflict, resolveConflict } from '#src/domain/articles/content/resolve.ts';
import { contentStatus } from '#src/domain/articles/content/status.ts';
import { archiveArticle, publishArticle } from '#src/domain/articles/publish.ts';
import { getRevision, listRevisions } from '#src/domain/articles/revisions.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { eachEngine } from '../helpers.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwH4QZYAwAR8oH+Rq28akAAAAASUVORK5CYII=',
  'base64',
);

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'portico-content-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
const read = (path: string) => readFile(join(root, path), 'utf8');

eachEngine((get) => {
  const ctxOf = (now?: Date): Context => {
    const ctx = get(undefined, now);
    return { ...ctx, config: { ...ctx.config, contentDir: root } };
  };
  beforeEach(() =>
    get().db.write(async (tx) => {
      const { articles, assets, categories, settings } = tx.tables;
      for (const table of [articles, assets, categories, settings]) await tx.delete(table);
    }),
  );
  const pull = () => pullContent(ctxOf());
  const at = async (path: string): Promise<Article> => (await findArticleByFile(get().db.read, path))!;
  const edit = async (path: string, change: Partial<ReturnType<typeof fieldsOf>>) => {
    const article = await at(path);
    const keep = article.state === 'published' ? publishArticle : saveArticle;
    return keep(ctxOf(), { id: article.id, fields: { ...fieldsOf(article), ...change } });
  };

  test('a file with front matter is the article it says', async () => {
    await put('it/aiuto/_category.md', '---\ntitle: Aiuto!\nsummary: Per tutti\nposition: 3\n---\n');
    await put(
      'it/aiuto/porta.md',
      '---\nid: door\ntitle: La porta\nsummary: Breve\nkind: faq\ntags: [a]\naudience: agents\nredirectFrom: [vecchia]\nreviewBy: 2030-01-02\norder: 2\n---\n\nTesto\n',
    );
    expect(await pull()).toMatchObject({ created: 1, problems: [], conflicts: [] });
    expect(await at('it/aiuto/porta.md')).toMatchObject({
      ...{ key: 'door', locale: 'it', slug: 'porta', title: 'La porta', summary: 'Breve', kind: 'faq' },
      ...{ tags: ['a'], audience: 'agents', state: 'published', source: 'Testo\n', extra: { order: 2 } },
      reviewBy: new Date('2030-01-02T00:00:00Z'),
      html: '<p>Testo</p>',
    });
    const categories = await listCategories(get().db.read, 'it');
    expect(categories.find(({ key }) => key === 'aiuto')).toMatchObject({
      ...{ title: 'Aiuto!', summary: 'Per tutti', position: 3 },
    });
  });

  test('a second pull changes nothing and writes nothing', async () => {
    await put('en/quiet/a.md', '# A\n');
    await pull();
    const before = await at('en/quiet/a.md');
    expect(await pull()).toMatchObject({ created: 0, updated: 0, unchanged: 1, written: 0 });
    expect(await at('en/quiet/a.md')).toEqual(before);
    expect(await read('en/quiet/a.md')).toBe('# A\n');
  });

  test('the handbook comes in whole, and nothing in it is odd', async () => {
    await cp(new URL('../../content', import.meta.url), root, { recursive: true });
    const report = await pull();
    expect(report).toMatchObject({ created: report.files, problems: [], conflicts: [] });
    expect(report.files).toBeGreaterThanOrEqual(2 * (24 + 12));
  });

  test('after a restore on a machine without their files, articles stay on the site and their files come back', async () => {
    await put('en/old/a.md', '# A\n');
    await put('en/old/b.md', '# B\n');
    await pull();
    await rm(join(root, 'en/old/b.md'));
    expect(await forgetMissingFiles(ctxOf())).toBe(1);
    expect(await pull()).toMatchObject({ archived: 0, written: 1, unchanged: 1, conflicts: [] });
    expect(await at('en/old/b.md')).toMatchObject({ title: 'B', state: 'published' });
    expect(await read('en/old/b.md')).toContain('# B');
    await rm(join(root, 'en/old/b.md'));
    expect(await pull()).toMatchObject({ archived: 1, written: 0 });
  });

  test('a changed file comes in as a revision; a changed article goes out and keeps what else the file holds', async () => {
    const path = 'en/two/way.md';
    await put(path, '---\n# ours\nweight: 5\ntitle: Way\n---\n\nold\r\n'.replace(/\r?\n/g, '\r\n'));
    await pull();
    await put(path, (await read(path)).replace('old', 'new'));
    expect(await pull()).toMatchObject({ updated: 1, created: 0 });
    const article = await at(path);
    expect(article).toMatchObject({ source: 'new\n', revision: 2 });
    expect((await listRevisions(ctxOf(), article.id)).revisions.map(({ reason }) => reason)).toEqual([
      'content',
      'content',
    ]);

    await edit(path, { title: 'My way', source: 'newer\n' });
    expect(await pushArticle(ctxOf(), article.id)).toMatchObject({ outcome: 'written', path });
    expect(await read(path)).toBe('---\r\n# ours\r\nweight: 5\r\ntitle: My way\r\n---\r\n\r\nnewer\r\n');
    expect(await pushArticle(ctxOf(), article.id)).toMatchObject({ outcome: 'same' });
    expect(await pull()).toMatchObject({ updated: 0, written: 0, conflicts: [] });
  });

  test('what is newer in the portal is written by the next pull, too', async () => {
    await put('en/late/a.md', '# A\n\nold\n');
    await pull();
    await edit('en/late/a.md', { source: 'new\n' });
    expect(await pull()).toMatchObject({ written: 1 });
    expect(await read('en/late/a.md')).toBe('new\n');
  });

  test('changed on both sides: nothing is overwritten until one side gives in', async () => {
    const path = 'en/clash/a.md';
    await put(path, '# A\n\nbase\n');
    await pull();
    await edit(path, { source: 'portal\n' });
    await put(path, '# A\n\nfile\n');
    expect(await pull()).toMatchObject({ conflicts: [path], updated: 0, written: 0 });
    expect(await pull()).toMatchObject({ conflicts: [path] });
    expect(await read(path)).toBe('# A\n\nfile\n');
    const article = await at(path);
    expect(article.source).toBe('portal\n');
    expect(article.fileConflict).toMatch(/^[0-9a-f]{64}$/);
    expect(await pushArticle(ctxOf(), article.id)).toEqual({ outcome: 'conflict', path });

    // The same words on both sides are peace.
    await edit(path, { source: '# A\n\nfile\n' });
    expect(await pull()).toMatchObject({ conflicts: [] });
    expect(await at(path)).toMatchObject({ fileConflict: null });
    expect(await pull()).toMatchObject({ conflicts: [], written: 0, updated: 0 });
  });

  test('a push meets a file that changed a moment ago', async () => {
    const path = 'en/race/a.md';
    await put(path, 'base\n');
    await pull();
    const { id } = await edit(path, { source: 'portal\n' });
    await put(path, 'file\n');
    expect(await pushArticle(ctxOf(), id)).toEqual({ outcome: 'conflict', path });
    expect(await read(path)).toBe('file\n');
  });

  test('a file that is gone takes its article off the site, and back when it returns', async () => {
    await put('en/gone/a.md', '# A\n');
    await put('en/gone/b.md', '# B\n\n[a](a.md)\n');
    await pull();
    expect((await at('en/gone/b.md')).html).toContain('href="/en/articles/a"');
    await rm(join(root, 'en/gone/a.md'));
    const report = await pull();
    expect(report).toMatchObject({ archived: 1, created: 0 });
    expect(report.problems).toMatchObject([{ path: 'en/gone/b.md', code: 'brokenLink', line: 3 }]);
    expect(await at('en/gone/a.md')).toMatchObject({ state: 'archived', title: 'A' });
    expect((await at('en/gone/b.md')).html).not.toContain('href="/en/articles/a"');
    expect(await pull()).toMatchObject({ archived: 0 });

    await put('en/gone/a.md', '# A again\n');
    expect(await pull()).toMatchObject({ updated: 1, problems: [] });
    expect(await at('en/gone/a.md')).toMatchObject({ state: 'published', title: 'A again', slug: 'a' });
    expect((await at('en/gone/b.md')).html).toContain('href="/en/articles/a"');
  });

  test('an empty or missing folder archives nothing', async () => {
    await put('en/safe/a.md', '# A\n');
    await put('en/safe/b.md', '# B\n');
    await pull();
    await rm(join(root, 'en'), { recursive: true });
    expect(await pull()).toMatchObject({ archived: 0, problems: [{ code: 'folderEmptied' }] });
    await rm(root, { recursive: true });
    expect(await pull()).toMatchObject({ archived: 0, problems: [{ code: 'folderMissing' }] });
    expect(await at('en/safe/a.md')).toMatchObject({ state: 'published' });
  });

  test('a moved or renamed file stays the same article, and its old address leads to it', async () => {
    await put('en/move/first.md', '---\nid: mover\n---\n# Words\n');
    await put('en/move/other.md', '# Other words\n');
    await pull();
    const before = [await at('en/move/first.md'), await at('en/move/other.md')];
    await rename(join(root, 'en/move/first.md'), join(root, 'en/move/second.md'));
    await put('en/move/second.md', '---\nid: mover\n---\n# Words\n\nand more\n');
    await mkdir(join(root, 'en/moved'));
    await rename(join(root, 'en/move/other.md'), join(root, 'en/moved/other.md'));
    expect(await pull()).toMatchObject({ created: 0, archived: 0, moved: 1, updated: 1 });
    expect(await at('en/move/second.md')).toMatchObject({ id: before[0]!.id, slug: 'second' });
    expect(await at('en/moved/other.md')).toMatchObject({ id: before[1]!.id, slug: 'other' });
  });

  test('what the portal publishes gets a file of its own, and a fresh portal reads it as it was', async () => {
    const ctx = ctxOf();
    const { id: categoryId } = await ensureCategory(ctx, {
      key: 'made',
      locale: 'en',
      title: 'Made',
      slug: 'made',
    });
    const { hash, name } = await saveAsset(ctx, { bytes: png, name: 'Door.png' });
    const fields = {
      ...{
        title: 'Made "here": yes',
        summary: 'Short',
        categoryId,
        kind: 'faq' as const,
        tags: ['x', 'y: z'],
      },
      ...{ related: ['mover'], audience: 'customers' as const, reviewBy: new Date('2031-05-06T00:00:00Z') },
      source: `Text\n\n![door](/assets/${hash}/${name})\n`,
    };
    const { id } = await createArticle(ctx, { locale: 'en', fields });
    expect(await pushArticle(ctx, id)).toMatchObject({ outcome: 'none' });
    await publishArticle(ctx, { id });
    expect(await contentStatus(ctx)).toMatchObject({ goingOut: ['en/made/made-here-yes.md'] });
    expect(await pushContent(ctx)).toMatchObject([{ outcome: 'written', path: 'en/made/made-here-yes.md' }]);
    const article = await at('en/made/made-here-yes.md');
    expect(await readFile(join(root, `assets/${hash}/${name}`))).toEqual(png);
    expect(await pull()).toMatchObject({ updated: 0, written: 0, conflicts: [] });

    // As in another portal: the same file, no article.
    await get().db.write(async (tx) => void (await tx.delete(tx.tables.articles)));
    await get().db.write(async (tx) => void (await tx.delete(tx.tables.assets)));
    expect(await pull()).toMatchObject({ created: 1, problems: [], images: 1 });
    const again = await at('en/made/made-here-yes.md');
    const same = ({
      key,
      slug,
      title,
      summary,
      kind,
      tags,
      related,
      audience,
      reviewBy,
      source,
      html,
      state,
    }: Article) => ({
      ...{ key, slug, title, summary, kind, tags, related, audience, reviewBy, source, html, state },
    });
    expect(same(again)).toEqual(same(article));
    expect(again.html).toContain('width="2" height="3"');
  });

  test('drafts and archived articles say so in their files', async () => {
    await put('en/state/a.md', '# A\n');
    await pull();
    const { id } = await at('en/state/a.md');
    await archiveArticle(ctxOf(), id);
    await pull();
    expect(await read('en/state/a.md')).toBe('---\narchived: true\n---\n\n# A\n');
    await put('en/state/a.md', '---\ndraft: true\n---\n# A\n');
    await pull();
    expect(await at('en/state/a.md')).toMatchObject({ id, state: 'draft' });
  });

  test('bad files are told by path and line, and the rest comes in', async () => {
    await put('en/bad/good.md', '# Good\n');
    await put('en/bad/kind.md', '---\ntitle: Kind\nkind: poem\naudience: staff\n---\n\nx\n');
    await put('en/bad/hidden.md', '---\ntitle: "x\naudience: agents\n---\nsecret\n');
    await put('en/bad/latin.md', Buffer.from('# Caf\xe9\n', 'latin1'));
    await put('en/bad/utf16.md', Buffer.from('\uFEFF# Sixteen\n', 'utf16le'));
    await put('en/bad/nul.md', 'a\nb\0c\n');
    await put('en/bad/empty.md', '');
    await put('en/bad/picture.md', png);
    await put('en/bad/big.md', 'x'.repeat(3 * 1024 * 1024));
    await put('en/bad/long.md', `# ${'t'.repeat(500)}\n`);
    await put('en/bad/twin.md', '---\nid: same\n---\none\n');
    await put('en/bad/twin2.md', '---\nid: same\n---\ntwo\n');
    await put('outside.md', 'private\n');
    await symlink('/etc', join(root, 'en/bad/etc'));
    await symlink('/etc/hostname', join(root, 'en/bad/host.md'));
    await symlink(root, join(root, 'en/bad/loop'));
    await symlink(join(root, 'en/bad/good.md'), join(root, 'en/bad/inside.md'));
    const { problems, created } = await pull();
    const told = problems.map(({ path, line, code }) => `${path.replace('en/bad/', '')}:${line} ${code}`);
    expect(told.sort()).toEqual([
      'big.md:1 fileTooLarge',
      'empty.md:1 emptyFile',
      'etc:1 leavesFolder',
      'hidden.md:1 notTaken',
      'hidden.md:4 frontMatterSyntax',
      'host.md:1 leavesFolder',
      'kind.md:3 frontMatterShape',
      'kind.md:4 frontMatterShape',
      'latin.md:1 badEncoding',
      'nul.md:2 nulRemoved',
      'picture.md:1 noText',
      'twin2.md:1 sameId',
    ]);
    expect(created).toBe(9);
    expect(await at('en/bad/kind.md')).toMatchObject({ kind: 'article', audience: 'agents' });
    expect(await at('en/bad/latin.md')).toMatchObject({ title: 'Café' });
    expect(await at('en/bad/utf16.md')).toMatchObject({ title: 'Sixteen' });
    expect(await at('en/bad/nul.md')).toMatchObject({ source: 'a\nbc\n' });
    expect(await at('en/bad/hidden.md')).toBeNull();
    // Told again while it is true, though nothing is new.
    expect((await pull()).problems).toHaveLength(problems.length);
  });

  test('a folder not written for Portico: no front matter, deep folders, links, images', async () => {
    await put(
      'README.md',
      '# My tool\n\nSee [install](guide/install.md#On%20Linux) and [deep](./guide/deep/er/x.md).\n',
    );
    await put('guide/README.md', '# The guide\n\n[up](../README.md) [code](../src/main.c) [dir](deep/er/)\n');
    await put(
      'guide/install.md',
      'Install\n=======\n\n## On Linux\n\n![shot](../img/shot%201.png)\n<img src="../img/logo.svg">\n',
    );
    await put('guide/deep/er/x.md', 'No heading, [sibling](../../install) [html](../../install.html)\n');
    await put('guide/deep/er/README.md', '# Deep\n');
    await put('reference/install.md', '# Install reference\n');
    await put('img/shot 1.png', png);
    await put(
      'img/logo.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5"><script>alert(1)</script></svg>',
    );
    const { problems, created, images } = await pull();
    expect({ created, images }).toEqual({ created: 6, images: 2 });
    expect(problems.map(({ path, line, values }) => [path, line, values.address])).toEqual([
      ['guide/README.md', 3, '../src/main.c'],
      ['guide/install.md', 7, '../img/logo.svg'],
    ]);
    const readme = await at('README.md');
    expect(readme).toMatchObject({ title: 'My tool', slug: 'my-tool', locale: 'en', state: 'published' });
    expect(readme.html).toContain('href="/en/articles/install#on-linux"');
    expect(readme.html).toContain('href="/en/articles/x"');
    expect((await at('guide/README.md')).slug).toBe('guide');
    expect((await at('guide/README.md')).html).toContain('href="/en/articles/er"');
    expect((await at('reference/install.md')).slug).toBe('reference-install');
    const install = await at('guide/install.md');
    expect(install.html).toMatch(
      /<img src="\/assets\/[0-9a-f]{64}\/shot-1.png" alt="shot" width="2" height="3"/,
    );
    expect(install.html).toMatch(/<img src="\/assets\/[0-9a-f]{64}\/logo.svg" alt="" width="10" height="5"/);
    const x = await at('guide/deep/er/x.md');
    expect(x.title).toBe('X');
    expect(x.html.match(/href="\/en\/articles\/install"/g)).toHaveLength(2);
    const keys = (await listCategories(get().db.read, 'en')).map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['general', 'guide', 'reference']));

    // A new image under the same name is shown by those who show it.
    await put('img/shot 1.png', Buffer.concat([png, Buffer.from('x')]));
    expect((await pull()).images).toBe(1);
    expect((await at('guide/install.md')).html).not.toBe(install.html);
  });

  test('a conflict is decided on screen: both sides are seen, a merge is kept, and a late decision is refused', async () => {
    const path = 'en/peace/screen.md';
    await put(path, 'base\n');
    await pull();
    await edit(path, { source: 'portal\n' });
    await publishArticle(ctxOf(), { id: (await at(path)).id });
    await put(path, 'file\n');
    await pull();
    const { id } = await at(path);
    const view = await conflictView(ctxOf(), id);
    expect(view).toMatchObject({ path, file: { source: 'file\n' }, article: { source: 'portal\n' } });
    expect(view.source.map(({ kind }) => kind)).toContain('changed');
    const seen = { id, revision: view.article.revision, hash: view.file.hash };
    await put(path, 'file again\n');
    await expect(decideConflict(ctxOf(), { ...seen, keep: 'file' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { hash } = (await conflictView(ctxOf(), id)).file;
    const merged = await decideConflict(ctxOf(), { ...seen, hash, keep: 'merge', source: 'both\n' });
    expect(merged).toMatchObject({ source: 'both\n', fileConflict: null });
    await pushArticle(ctxOf(), id);
    expect(await read(path)).toContain('both');
    expect(await contentStatus(ctxOf())).toMatchObject({ conflicts: [], comingIn: [], goingOut: [] });
    const { revisions } = await listRevisions(ctxOf(), id);
    const texts = await Promise.all(
      revisions.map(async (one) => (await getRevision(ctxOf(), id, one.number)).source),
    );
    expect(texts).toEqual(expect.arrayContaining(['file again\n', 'portal\n', 'both\n']));
    await expect(conflictView(ctxOf(), id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a conflict ends with either side, and the other is kept among the revisions', async () => {
    for (const keep of ['file', 'portal'] as const) {
      const path = `en/peace/${keep}.md`;
      await put(path, 'base\n');
      await pull();
      await edit(path, { source: 'portal\n' });
      await put(path, 'file\n');
      expect(await contentStatus(ctxOf())).toMatchObject({
        conflicts: [{ path }],
        comingIn: [],
        goingOut: [],
      });
      await pull();
      const { id } = await resolveConflict(ctxOf(), path, keep);
      expect(await read(path)).toContain(`${keep}\n`);
      expect(await at(path)).toMatchObject({ source: `${keep}\n`, fileConflict: null });
      const { revisions } = await listRevisions(ctxOf(), id);
      const sources = await Promise.all(
        revisions.map(async ({ number }) => (await getRevision(ctxOf(), id, number)).source),
      );
      expect(sources).toEqual(expect.arrayContaining(['base\n', 'portal\n', 'file\n']));
      expect(await pull()).toMatchObject({ conflicts: [], updated: 0, written: 0 });
      await expect(resolveConflict(ctxOf(), path, keep)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('another folder is copied with its images, and again only what is new in it', async () => {
    const from = await mkdtemp(join(tmpdir(), 'portico-from-'));
    const give = async (path: string, bytes: string | Buffer) => {
      await mkdir(dirname(join(from, path)), { recursive: true });
      await writeFile(join(from, path), bytes);
    };
    await give('guide/a.md', '# A\n\n![p](../p.png) [b](b.md) [no](no.md)\n');
    await give('guide/b.md', '# B\n');
    await give('p.png', png);
    await give('empty.md', '');
    await put('en/guide/own.md', '# Own\n');
    await pull();
    const first = await importFolder(ctxOf(), from);
    expect(first).toMatchObject({ created: 2, images: 1 });
    expect(first.problems.map(({ path, line, code }) => `${path}:${line} ${code}`)).toEqual([
      'empty.md:1 emptyFile',
      'guide/a.md:3 brokenLink',
    ]);
    expect(await readFile(join(root, 'en/p.png'))).toEqual(png);
    expect((await at('en/guide/a.md')).html).toContain('href="/en/articles/b"');

    await give('guide/b.md', '# B2\n');
    await give('guide/own.md', '# Not mine\n');
    const second = await importFolder(ctxOf(), from);
    expect(second).toMatchObject({ created: 0, updated: 1 });
    expect(second.problems.map(({ code }) => code)).toContain('alreadyThere');
    expect(await read('en/guide/own.md')).toBe('# Own\n');
    await expect(importFolder(ctxOf(), join(from, 'nowhere'))).rejects.toMatchObject({ code: 'not_found' });
    await rm(from, { recursive: true });
  });

  test('a folder that can not be written is told, and nothing is lost', async () => {
    if (process.getuid?.() === 0)
      return console.log('root writes everywhere: the read-only folder is not tested');
    await put('en/lock/a.md', '# A\n');
    await pull();
    await edit('en/lock/a.md', { source: 'new\n' });
    await chmod(join(root, 'en/lock'), 0o500);
    expect((await pull()).problems).toMatchObject([{ code: 'notWritten' }]);
    await chmod(join(root, 'en/lock'), 0o700);
    expect(await pull()).toMatchObject({ written: 1 });
  });
});
