import { expect, test } from 'vitest';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { eachEngine } from '../helpers.ts';

eachEngine((get) => {
  test('an article is not published while an image in it says nothing, unless that is what was meant', async () => {
    const ctx = get();
    const category = await createCategory(ctx, { locale: 'en', title: 'Pictures' });
    const fields = {
      title: 'Door',
      categoryId: category.id,
      source: 'A door.\n\n![](door.png)\n\n![](wall.png)\n',
    };
    const draft = await createArticle(ctx, { locale: 'en', fields });
    const refused = { code: 'invalid', details: { fields: { source: 'without_words' }, lines: '3, 5' } };
    await expect(publishArticle(ctx, { id: draft.id })).rejects.toMatchObject(refused);
    const source = 'A door.\n\n![Oak](door.png)\n\n![](wall.png "decorative")\n';
    const published = await publishArticle(ctx, { id: draft.id, fields: { ...fields, source } });
    expect(published.state).toBe('published');
    await saveArticle(ctx, { id: draft.id, fields: { ...fieldsOf(published), source: '![](x.png)' } });
    await expect(publishArticle(ctx, { id: draft.id })).rejects.toMatchObject({
      code: 'invalid',
      details: { lines: '1' },
    });
  });
});
