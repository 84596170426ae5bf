import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findArticleByFile } from '#src/domain/articles/article.store.ts';
import { articleView } from '#src/domain/articles/articleView.ts';
import { findAsset } from '#src/domain/articles/asset.store.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { pullContent } from '#src/domain/articles/content/pull.ts';
import { pushArticle } from '#src/domain/articles/content/push.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { openAsset } from '#src/domain/articles/openAsset.ts';
import { createPreviewLink, openPreviewAsset } from '#src/domain/articles/previewLink.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { tidyAssets } from '#src/domain/articles/tidyAssets.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { paths } from '#src/paths.ts';
import { eachEngine } from '../helpers.ts';

const visitor = { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} } as const;
const day = 24 * 60 * 60 * 1000;
const pdf = (text: string) => Buffer.from(`%PDF-1.4\n${text}\n%%EOF\n`);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code: string; details: { fields?: Record<string, string> } }) =>
      error.details.fields ? Object.values(error.details.fields)[0] : error.code,
  );

eachEngine((get) => {
  let made = 0;
  async function put(source: string, audience: 'public' | 'agents' = 'public') {
    const ctx = get();
    made += 1;
    const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: `Files ${made}` });
    const fields = { title: `Prices ${made}`, categoryId, source, audience };
    return createArticle(ctx, { locale: 'en', fields });
  }

  test('a file is taken by what its bytes are, keeps its name, and is one however often it comes', async () => {
    const ctx = get();
    const first = await saveAsset(ctx, { bytes: pdf('a'), name: '../x/Übersicht (Mai) "2026".pdf' });
    expect(first).toMatchObject({
      mediaType: 'application/pdf',
      name: 'Übersicht (Mai) 2026.pdf',
      width: null,
    });
    expect(paths.asset(first.hash, first.name)).toMatch(/\/%C3%9Cbersicht%20%28Mai%29%202026\.pdf$/);
    expect(await saveAsset(ctx, { bytes: pdf('a'), name: first.name })).toEqual(first);
    const other = await saveAsset(ctx, { bytes: pdf('a'), name: 'Other.pdf' });
    expect(other).toMatchObject({ hash: first.hash, name: 'Other.pdf' });
    expect((await openAsset(ctx, first.hash, 'Other.pdf')).asset.name).toBe('Other.pdf');
    expect(await saveAsset(ctx, { bytes: Buffer.from('a;b\n'), name: 'a.csv' })).toMatchObject({
      mediaType: 'text/plain; charset=utf-8',
    });
    for (const [text, name] of [
      ['<!doctype html><script>1</script>', 'a.pdf'],
      ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.txt'],
      ['\x7fELF\x02\x01\x01\0', 'a.pdf'],
    ])
      expect(await refusal(saveAsset(ctx, { bytes: Buffer.from(text!), name: name! })), text).toBe(
        'file_type',
      );
    const big = Buffer.concat([pdf('b'), Buffer.alloc(ctx.config.uploadMaxBytes)]);
    expect(await refusal(saveAsset(ctx, { bytes: big, name: 'b.pdf' }))).toBe('file_too_large');
    expect(await refusal(saveAsset(get(visitor), { bytes: pdf('c'), name: 'c.pdf' }))).toBe(
      'sign_in_required',
    );
  });

  test('whoever may read the article gets its files, and nobody else', async () => {
    const ctx = get();
    const { hash, name } = await saveAsset(ctx, { bytes: pdf('d'), name: 'Price list.pdf' });
    const link = paths.asset(hash, name);
    const draft = await put(`See the [price list of May](${link}).`);
    const reader = get(visitor);
    expect(await refusal(openAsset(reader, hash, name))).toBe('not_found');
    const token = await createPreviewLink(ctx, { id: draft.id, days: 1 });
    expect(await openPreviewAsset(reader, token, { hash, name })).toMatchObject({ name });
    const inside = await put(`[Price list](${link})`, 'agents');
    await publishArticle(ctx, { id: inside.id });
    expect(await refusal(openAsset(reader, hash, name))).toBe('not_found');
    await publishArticle(ctx, { id: draft.id });
    expect(await openAsset(reader, hash, name)).toMatchObject({ isPublic: true, asset: { name } });
    const page = await articleView(reader, draft.slug);
    if (page.kind !== 'article') throw new Error('no article');
    expect(page.article.html).toContain(
      `<a href="${link}">price list of May<span class="file-facts"> (PDF, 17 bytes)`,
    );
    expect(page.article.attachments).toEqual([{ name, href: link, bytes: 17 }]);
  });

  test('nothing is published with a link to a file that says only its name', async () => {
    const ctx = get();
    const { hash, name } = await saveAsset(ctx, { bytes: pdf('e'), name: 'e.pdf' });
    for (const words of ['', 'e.pdf', `http\\://example.org/e.pdf`]) {
      const { id } = await put(`One\n\n[${words}](${paths.asset(hash, name)})`);
      expect(await refusal(publishArticle(ctx, { id })), words).toBe('without_words');
    }
    const { id } = await put(`[Form to sign](${paths.asset(hash, name)})`);
    expect(await publishArticle(ctx, { id })).toMatchObject({ state: 'published' });
  });

  test('the content folder carries files both ways', async () => {
    const ctx = get();
    const root = ctx.config.contentDir;
    await mkdir(join(root, 'en/guides/files'), { recursive: true });
    await writeFile(join(root, 'en/guides/files/Plan 1.csv'), 'a;b\n1;2\n');
    await writeFile(join(root, 'en/guides/files/tool.exe'), Buffer.from('MZ\0\0'));
    const text =
      '# Guide\n\n[The plan](files/Plan%201.csv) and [the tool](./files/tool.exe) [gone](files/no.pdf)\n';
    await writeFile(join(root, 'en/guides/guide.md'), text);
    const report = await pullContent(ctx);
    expect(report.problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '3 fileRefused',
      '3 brokenLink',
    ]);
    const guide = (await findArticleByFile(ctx.db.read, 'en/guides/guide.md'))!;
    expect(guide.html).toMatch(
      /<a href="\/assets\/[0-9a-f]{64}\/Plan%201\.csv">The plan<span[^>]*> \(CSV, 8 bytes\)/,
    );
    expect(guide.source).toBe(text);
    await writeFile(join(root, 'en/guides/files/Plan 1.csv'), 'a;b\n1;2\n3;4\n');
    await pullContent(ctx);
    expect((await findArticleByFile(ctx.db.read, 'en/guides/guide.md'))!.html).toContain('(CSV, 12 bytes)');

    const { hash, name } = await saveAsset(ctx, { bytes: pdf('f'), name: 'Form (new).pdf' });
    const { id } = await put(`[Form to sign](${paths.asset(hash, name)})`);
    const { slug } = await publishArticle(ctx, { id });
    const { path } = await pushArticle(ctx, id);
    expect(await readFile(join(root, 'assets', hash, name))).toEqual(pdf('f'));
    await ctx.db.write(async (tx) => {
      await tx.delete(tx.tables.articles);
      await tx.delete(tx.tables.assets);
    });
    expect((await pullContent(ctx)).problems).toHaveLength(2);
    const back = (await findArticleByFile(ctx.db.read, path!))!;
    expect(back).toMatchObject({ slug, html: expect.stringContaining(paths.asset(hash, name)) });
    await rm(root, { recursive: true });
  });

  test('files that no saved text ever named go after a month; those of older texts stay', async () => {
    const ctx = get();
    const names = ['never', 'shown', 'before', 'waiting'];
    const [never, shown, before, waiting] = await Promise.all(
      names.map((name) => saveAsset(ctx, { bytes: pdf(name), name: `${name}.pdf` })),
    );
    const link = ({ hash, name }: { hash: string; name: string }) => `[The file](${paths.asset(hash, name)})`;
    const article = await put(link(before!));
    const fields = fieldsOf(article);
    await publishArticle(ctx, { id: article.id, fields: { ...fields, source: link(shown!) } });
    await saveArticle(ctx, { id: article.id, fields: { ...fields, source: link(waiting!) } });
    expect(await tidyAssets(get(undefined, new Date(ctx.now.getTime() + 29 * day)))).toBe(0);
    expect(await tidyAssets(get(undefined, new Date(ctx.now.getTime() + 31 * day)))).toBeGreaterThan(0);
    const kept = [shown, before, waiting];
    for (const one of kept) expect(await findAsset(ctx.db.read, one!.hash)).toEqual(one);
    expect(await findAsset(ctx.db.read, never!.hash)).toBeNull();
    expect(await ctx.files.has(never!.hash)).toBe(false);
    for (const one of kept) expect(await ctx.files.has(one!.hash)).toBe(true);
  });
});
