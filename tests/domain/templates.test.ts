import { expect, test } from 'vitest';
import { shippedTemplates } from '#src/domain/articles/template/template.ts';
import {
  ownTemplates,
  removeTemplate,
  saveTemplate,
  templatesFor,
} from '#src/domain/articles/template/templates.ts';
import { renderMarkdown } from '#src/domain/articles/markdown/render.ts';
import { isDomainError } from '#src/errors.ts';
import { eachEngine, newAgent, visitor } from '../helpers.ts';

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isDomainError(error) ? error.code : error),
  );

eachEngine((get) => {
  test('a new article can begin as what ships, or as one of the house’s own in its language', async () => {
    const ctx = await newAgent(get());
    await saveTemplate(ctx, { name: 'Known issue', locale: 'en', source: '## Problem\n' });
    await saveTemplate(ctx, { name: 'Domanda', locale: 'it', kind: 'faq', source: 'Sì.\n' });
    const names = async (locale: 'en' | 'it') => (await templatesFor(ctx, locale)).map((one) => one.name);
    expect(await names('en')).toEqual(['Problem and solution', 'How to', 'Known issue']);
    expect(await names('it')).toEqual(['Problema e soluzione', 'Come si fa', 'Domanda']);

    const known = (await ownTemplates(ctx)).find((one) => one.name === 'Known issue')!;
    await saveTemplate(ctx, { id: Number(known.id), name: 'Outage', locale: 'en', source: '## Cause\n' });
    expect(await names('en')).toContain('Outage');
    await removeTemplate(ctx, Number(known.id));
    expect(await names('en')).toEqual(['Problem and solution', 'How to']);
    expect(await codeOf(removeTemplate(ctx, Number(known.id)))).toBe('not_found');
    expect(await codeOf(saveTemplate(ctx, { name: ' ', locale: 'en', source: 'x' }))).toBe('invalid');
    for (const work of [
      () => ownTemplates(get(visitor)),
      () => saveTemplate(get(visitor), { name: 'Mine', locale: 'en', source: 'x' }),
      () => removeTemplate(get(visitor), 1),
    ])
      expect(await codeOf(work())).toBe('sign_in_required');
  });
});

test.each(['en', 'it'] as const)(
  'what ships in %s has its parts, and what was left empty is not shown',
  async (locale) => {
    const [problem] = shippedTemplates(locale);
    const shown = async (source: string) =>
      [...(await renderMarkdown(source, { locale })).html.matchAll(/part-(\w+)/g)].map(([, part]) => part);
    const filled = problem!.source.replace(/^## .*$/gm, '$&\n\nWords.');
    expect(await shown(filled)).toEqual(['problem', 'environment', 'solution', 'cause']);
    expect(await shown(problem!.source)).toEqual([]);
  },
);
