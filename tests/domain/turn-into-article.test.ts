import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { articlePreview } from '#src/domain/automation/articlePreview.ts';
import { draftFromTicket } from '#src/domain/automation/draftFromTicket.ts';
import { writeFromTicket } from '#src/domain/automation/writeFromTicket.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { eachEngine, newAgent, oneOff, visitor } from '../helpers.ts';

eachEngine((get) => {
  let ada: Context | undefined;
  const desk = async (): Promise<Context> => ({
    ...(ada ??= await newAgent(get(), { name: 'Ada' })),
    now: new Date(),
  });
  const solvedTicket = async (ctx: Context, locale: 'en' | 'it' = 'en') => {
    const asked = new Date(ctx.now.getTime() - 3_600_000);
    const { number } = await fileTicket(get(visitor, asked), {
      subject: 'Invoice',
      body: 'I am Giulia De Santis.\nOrder 48213 has an *empty* invoice.\n\nCall +39 347 123 4567.',
      name: 'Giulia De Santis',
      email: 'giulia.desantis84@posta.it',
      locale,
      story: [{ at: ctx.now.toISOString(), kind: 'search', query: 'my invoice is blank' }],
    });
    const reply = await replyAsAgent(ctx, number, { body: 'Hi Giulia,\n\npress **Regenerate**.' });
    await resolveTicket(ctx, number, { ...oneOff, solvedByMessageId: reply });
    return { number, reply };
  };
  const write = (ctx: Context, number: number, more: object) =>
    writeFromTicket(ctx, { ticket: number, locale: 'en', publish: false, ...more } as never);

  test('the draft speaks the customer’s words and holds the solution', async () => {
    const ctx = await desk();
    const { number } = await solvedTicket(ctx);
    const draft = await draftFromTicket(ctx, number);
    expect(draft.editor.fields.title).toBe('My invoice is blank');
    expect(draft.editor.fields.source).toBe(
      [
        '## Problem',
        'I am Giulia De Santis.\\\nOrder 48213 has an \\*empty\\* invoice.\n\nCall +39 347 123 4567.',
        '## Environment',
        '<!-- Version, device, plan: only if it matters. -->',
        '## Solution',
        'press **Regenerate**.',
        '## Cause',
        '<!-- Why it happens, if that helps to avoid it next time. -->',
      ].join('\n\n'),
    );
    expect(draft.gate).toMatchObject({
      ticket: number,
      names: ['Giulia De Santis'],
      emails: ['giulia.desantis84@posta.it'],
      kept: [],
    });
    const italian = await draftFromTicket(ctx, (await solvedTicket(ctx, 'it')).number);
    expect(italian.editor).toMatchObject({ locale: 'it' });
    expect(italian.editor.fields.source).toContain('## Soluzione');
    await expect(draftFromTicket(get(visitor), number)).rejects.toMatchObject({ code: 'sign_in_required' });
  });

  test('nothing personal is published: mask, keep or edit each, whatever the way in', async () => {
    const ctx = await desk();
    const { number, reply } = await solvedTicket(ctx);
    const { title, source } = (await draftFromTicket(ctx, number)).editor.fields;
    const fields = {
      title,
      source,
      kind: 'article',
      audience: 'public',
      tags: [],
      related: [],
      summary: '',
      slug: '',
    };
    const newCategory = `Billing ${number}`;
    const blocked = await write(ctx, number, { fields, newCategory, publish: true }).catch((e: unknown) => e);
    expect(isDomainError(blocked, 'personal_data') && blocked.details.count).toBe(3);

    const draft = await write(ctx, number, { fields, newCategory });
    expect(draft.state).toBe('draft');
    const direct = publishArticle(ctx, { id: draft.id }).catch((e: unknown) => e);
    expect(isDomainError(await direct, 'personal_data')).toBe(true);
    const { links } = await ticketView(ctx, number);
    expect(links).toMatchObject([{ id: draft.id, relation: 'created' }]);

    const { findings } = await articlePreview(ctx, { ...fields, id: draft.id, locale: 'en' });
    const [name, order, phone] = findings;
    expect(findings.map((one) => one.kind)).toEqual(['name', 'number', 'phone']);
    const published = await writeFromTicket(ctx, {
      id: draft.id,
      locale: 'en',
      baseRevision: draft.revision,
      fields: { ...fieldsOf(draft), source, categoryId: draft.categoryId },
      decisions: [`mask:${name!.key}`, `mask:${order!.key}`, `keep:${phone!.key}`],
      publish: true,
    });
    expect(published.source).toContain('I am [name].\\\nOrder [number] has an');
    expect(published.source).toContain('+39 347 123 4567');
    expect(published.html).not.toContain('Environment');
    expect(await findReadableArticle(get(visitor), published.id)).not.toBeNull();

    const { ticket } = await ticketView(ctx, number);
    expect(ticket).toMatchObject({
      solvedByArticleId: published.id,
      solvedByMessageId: reply,
      wasKnown: false,
    });
    const jobs = await ctx.db.read.select().from(ctx.db.read.tables.jobs);
    expect(jobs.some((job) => job.kind === 'search.learn' && job.payload.ticket === number)).toBe(true);

    const again = publishArticle(ctx, {
      id: published.id,
      fields: { ...fieldsOf(published), summary: 'As Giulia asked' },
    }).catch((e: unknown) => e);
    expect(isDomainError(await again, 'personal_data')).toBe(true);
    const kept = { ...fieldsOf(published), summary: 'Dial +39 347 123 4567' };
    expect((await publishArticle(ctx, { id: published.id, fields: kept })).summary).toBe(kept.summary);
  });

  test('all or nothing: a refused article leaves no category, draft or link behind', async () => {
    const ctx = await desk();
    const { number } = await solvedTicket(ctx);
    const rows = async () => {
      const { articles, categories } = ctx.db.read.tables;
      const made = [await ctx.db.read.select().from(articles), await ctx.db.read.select().from(categories)];
      return made.map((list) => list.length);
    };
    const before = await rows();
    const fields = { title: 'Call Giulia', source: '', kind: 'article', audience: 'public' };
    const refused = write(ctx, number, { fields, newCategory: `Never ${number}`, publish: true });
    await expect(refused).rejects.toMatchObject({ code: 'personal_data' });
    expect(await rows()).toEqual(before);
    expect((await ticketView(ctx, number)).links).toEqual([]);
    const nowhere = write(ctx, number, { fields: { ...fields, title: 'X' } });
    await expect(nowhere).rejects.toMatchObject({ details: { fields: { categoryId: 'required' } } });
  });

  test('an article of one’s own is stopped as well, and says what its author lets stand', async () => {
    const ctx = await desk();
    const { id } = await createCategory(ctx, { locale: 'en', title: 'Own' });
    const fields = { title: 'Call us', source: 'At +39 02 1234 5678', categoryId: id };
    const publish = (decisions: string[]) =>
      writeFromTicket(ctx, { locale: 'en', fields, publish: true, decisions });
    await expect(publish([])).rejects.toMatchObject({ code: 'personal_data', details: { count: 1 } });
    const { findings } = await articlePreview(ctx, { ...fields, locale: 'en' });
    const article = await publish(findings.map(({ key }) => `keep:${key}`));
    expect(article.state).toBe('published');
    const again = await publishArticle(ctx, {
      id: article.id,
      fields: { ...fieldsOf(article), summary: 'Both of us' },
    });
    expect(again.source).toContain('1234 5678');
    const other = { ...fieldsOf(again), source: 'At +39 02 8765 4321' };
    await expect(publishArticle(ctx, { id: article.id, fields: other })).rejects.toMatchObject({
      code: 'personal_data',
    });
  });

  test('an article that answers a ticket must not show its data, nor may its translation', async () => {
    const ctx = await desk();
    const { number } = await solvedTicket(ctx);
    const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: 'Linked' });
    const fields = { title: 'Known', source: 'Nothing yet.', categoryId };
    const { id } = await writeFromTicket(ctx, { locale: 'en', fields, publish: true });
    await linkArticle(ctx, number, id, 'answers');
    const told = { ...fields, source: 'As 48213 shows.' };
    await expect(
      writeFromTicket(ctx, { id, locale: 'en', fields: told, publish: true }),
    ).rejects.toMatchObject({
      code: 'personal_data',
    });
    await writeFromTicket(ctx, { id, locale: 'en', fields, publish: false });
    const { id: italian } = await createCategory(ctx, { locale: 'it', title: 'Collegati' });
    const translation = {
      ...{ locale: 'it' as const, translationOf: id, publish: true },
      fields: { title: 'Noto', source: 'Come in 48213.', categoryId: italian },
    };
    await expect(writeFromTicket(ctx, translation)).rejects.toMatchObject({ code: 'personal_data' });
  });
});
