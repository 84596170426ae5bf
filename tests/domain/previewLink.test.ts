import { expect, test } from 'vitest';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import {
  createPreviewLink,
  openPreview,
  openPreviewAsset,
  previewLinks,
  revokePreviewLink,
} from '#src/domain/articles/previewLink.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { paths } from '#src/paths.ts';
import { eachEngine } from '../helpers.ts';

const visitor = { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} } as const;
const day = 24 * 60 * 60 * 1000;
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwH4QZYAwAR8oH+Rq28akAAAAASUVORK5CYII=',
  'base64',
);

eachEngine((get) => {
  test('shows the newest text and its images to whoever holds the link, until it expires or is taken back', async () => {
    const ctx = get();
    const category = await createCategory(ctx, { locale: 'en', title: 'Soon' });
    const { hash, name } = await saveAsset(ctx, { bytes: png, name: 'a.png' });
    const fields = { title: 'Soon', categoryId: category.id, source: 'Old.' };
    const article = await createArticle(ctx, { locale: 'en', state: 'published', fields });
    const token = await createPreviewLink(ctx, { id: article.id, note: 'For Ada', days: 2 });
    await saveArticle(ctx, {
      id: article.id,
      fields: { ...fieldsOf(article), source: `New. ![A](${paths.asset(hash, name)})` },
    });
    const outside = get(visitor);
    expect((await openPreview(outside, token)).html).toContain('New.');
    expect(await openPreviewAsset(outside, token, { hash, name })).toMatchObject({ hash });
    await expect(openPreviewAsset(outside, token, { hash: 'a'.repeat(64), name })).rejects.toMatchObject({
      code: 'not_found',
    });
    const gone = { code: 'not_found' };
    await expect(openPreview(outside, `${token}x`)).rejects.toMatchObject(gone);
    await expect(
      openPreview(get(visitor, new Date(ctx.now.getTime() + 3 * day)), token),
    ).rejects.toMatchObject(gone);
    const { links } = await previewLinks(ctx, article.id);
    expect(links).toMatchObject([{ note: 'For Ada' }]);
    const rows = await ctx.db.read.select().from(ctx.db.read.tables.articlePreviews);
    expect(JSON.stringify(rows)).not.toContain(token);
    await revokePreviewLink(ctx, { id: links[0]!.id, articleId: article.id });
    await expect(openPreview(outside, token)).rejects.toMatchObject(gone);
    await expect(createPreviewLink(outside, { id: article.id, days: 2 })).rejects.toMatchObject({
      code: 'sign_in_required',
    });
    await expect(createPreviewLink(ctx, { id: article.id, days: 400 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
