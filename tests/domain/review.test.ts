import { expect, test } from 'vitest';
import type { AgentActor, Context } from '#src/context.ts';
import { isDomainError } from '#src/errors.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { getHead } from '#src/domain/articles/head.ts';
import { publishArticle } from '#src/domain/articles/publish.ts';
import { askReview, withdrawReview } from '#src/domain/articles/review/ask.ts';
import { addComment, settleComment } from '#src/domain/articles/review/comment.ts';
import { decideReview } from '#src/domain/articles/review/decide.ts';
import { setPublishingRules } from '#src/domain/articles/review/rules.ts';
import { ownReviews, reviewView } from '#src/domain/articles/review/view.ts';
import { saveArticle } from '#src/domain/articles/save.ts';
import { fieldsOf } from '#src/domain/articles/workingCopy.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { eachEngine, newAgent, visitor } from '../helpers.ts';

let names = 0;

eachEngine((get) => {
  const staff = (role: 'agent' | 'admin' = 'agent') => newAgent(get(), { role });
  const draft = async (ctx: Context) => {
    const { id: categoryId } = await createCategory(ctx, { locale: 'en', title: `Reviews ${(names += 1)}` });
    const fields = { title: `Text ${names}`, source: 'One.\n\nTwo.\n', categoryId };
    return createArticle(ctx, { locale: 'en', fields });
  };
  const edit = async (ctx: Context, id: number, source: string) => {
    const { head } = await getHead(ctx, id);
    return saveArticle(ctx, { id, fields: { ...fieldsOf(head), source } });
  };
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (isDomainError(error) ? { code: error.code, ...error.details } : error),
    );
  const mailsTo = async (ctx: Context & { actor: AgentActor }) => {
    while (await runNextJob(get(), { lane: 'mail' }));
    const { sentMails } = ctx.db.read.tables;
    const rows = await ctx.db.read.select().from(sentMails);
    return rows.filter((mail) => mail.agentId === ctx.actor.id).map((mail) => mail.subject);
  };

  test('a colleague is asked, told, and answers about the text they saw', async () => {
    const [anna, ben, cleo] = [await staff(), await staff(), await staff()];
    const { id, title } = await draft(anna);
    const review = await askReview(anna, { articleId: id, reviewerId: ben.actor.id, note: 'Is it clear?' });
    expect(await ownReviews(ben)).toMatchObject({ asked: [{ id: review, title, name: anna.actor.name }] });
    expect(await mailsTo(ben)).toEqual([`${title}: ${anna.actor.name} asks you to review it.`]);
    expect((await reviewView(ben, id)).mine).toMatchObject({ note: 'Is it clear?', revision: 1 });
    expect((await reviewView(cleo, id)).mine).toBeNull();

    const answer = { revision: 1, decision: 'changes' as const, answer: 'Say which door.' };
    expect(await codeOf(decideReview(cleo, review, answer))).toMatchObject({ code: 'not_found' });
    expect(await codeOf(decideReview(ben, review, { ...answer, answer: ' ' }))).toMatchObject({
      fields: { answer: 'required' },
    });
    await edit(anna, id, 'Another text.\n');
    expect(await codeOf(decideReview(ben, review, answer))).toMatchObject({ code: 'conflict', revision: 2 });
    await decideReview(ben, review, { ...answer, revision: 2 });
    expect(await codeOf(decideReview(ben, review, { ...answer, revision: 2 }))).toMatchObject({
      code: 'not_found',
    });
    expect(await mailsTo(anna)).toEqual([`${title}: ${ben.actor.name} asks for changes.`]);
    expect((await ownReviews(anna)).answered).toMatchObject([{ id: review, state: 'changes' }]);
    // A newer text is not what was answered.
    await edit(anna, id, 'The green door.\n');
    expect((await ownReviews(anna)).answered).toEqual([]);
  });

  test('asking again renews the question; only who asked takes it back', async () => {
    const [anna, ben] = [await staff(), await staff()];
    const { id } = await draft(anna);
    const ask = (note: string) => askReview(anna, { articleId: id, reviewerId: ben.actor.id, note });
    const first = await ask('First');
    await edit(anna, id, 'Newer.\n');
    expect(await ask('Second')).toBe(first);
    expect((await reviewView(ben, id)).mine).toMatchObject({ note: 'Second', revision: 2 });
    expect(await codeOf(withdrawReview(ben, first))).toMatchObject({ code: 'not_found' });
    await withdrawReview(anna, first);
    expect((await ownReviews(ben)).asked).toEqual([]);
    expect(await codeOf(withdrawReview(anna, first))).toMatchObject({ code: 'not_found' });
  });

  test('nobody asks themselves, nobody, or as a stranger', async () => {
    const anna = await staff();
    const { id: articleId } = await draft(anna);
    const bad = { code: 'invalid', fields: { reviewer: 'bad_choice' } };
    expect(await codeOf(askReview(anna, { articleId, reviewerId: anna.actor.id }))).toMatchObject(bad);
    expect(await codeOf(askReview(anna, { articleId, reviewerId: 999_999 }))).toMatchObject(bad);
    for (const work of [
      () => askReview(get(visitor), { articleId, reviewerId: anna.actor.id }),
      () => addComment(get(visitor), { articleId, body: 'Hm.' }),
      () => reviewView(get(visitor), articleId),
    ])
      expect(await codeOf(work())).toMatchObject({ code: 'sign_in_required' });
  });

  test('comments keep the line they speak of, tell the author, and are done with', async () => {
    const [anna, ben] = [await staff(), await staff()];
    const { id, title } = await draft(anna);
    await addComment(ben, { articleId: id, body: 'Which two?', line: 3 });
    await edit(anna, id, 'All new.\n');
    const { comments } = await reviewView(anna, id);
    expect(comments).toMatchObject([{ body: 'Which two?', line: 3, quote: 'Two.', revision: 1 }]);
    expect(await codeOf(addComment(ben, { articleId: id, body: 'Where?', line: 99 }))).toMatchObject({
      fields: { line: 'bad_number' },
    });
    expect(await mailsTo(anna)).toEqual([`${title}: ${ben.actor.name} commented on it.`]);
    expect(await mailsTo(ben)).toEqual([]);
    expect(await settleComment(anna, comments[0]!.id)).toBe(id);
    expect((await reviewView(anna, id)).comments).toEqual([]);
  });

  test('two persons publish: who wrote the last words needs somebody else', async () => {
    const [admin, anna, ben] = [await staff('admin'), await staff(), await staff()];
    expect(await codeOf(setPublishingRules(anna, { twoPersons: true }))).toMatchObject({
      code: 'not_allowed',
    });
    await setPublishingRules(admin, { twoPersons: true });
    try {
      const { id } = await draft(anna);
      const refused = { code: 'second_person' };
      expect(await codeOf(publishArticle(anna, { id }))).toMatchObject(refused);
      // Words of one's own with the same press are one's own words.
      const { head } = await getHead(ben, id);
      const fields = { ...fieldsOf(head), source: 'Mine.\n' };
      expect(await codeOf(publishArticle(ben, { id, fields }))).toMatchObject(refused);
      expect(await codeOf(publishArticle(ben, { id, fields: fieldsOf(head) }))).toBe('done');

      // An approval counts for the words that were approved, and for no later ones.
      await edit(anna, id, 'Better.\n');
      const { revision } = (await getHead(anna, id)).head;
      const review = await askReview(anna, { articleId: id, reviewerId: ben.actor.id });
      expect(await codeOf(publishArticle(anna, { id }))).toMatchObject(refused);
      await decideReview(ben, review, { revision, decision: 'approved' });
      await edit(anna, id, 'Better still.\n');
      expect(await codeOf(publishArticle(anna, { id }))).toMatchObject(refused);
      const again = await askReview(anna, { articleId: id, reviewerId: ben.actor.id });
      await decideReview(ben, again, { revision: revision + 1, decision: 'approved' });
      expect(await codeOf(publishArticle(anna, { id }))).toBe('done');
      // Files and jobs are nobody's words.
      expect(await codeOf(publishArticle(get(), { id }))).toBe('done');
    } finally {
      await setPublishingRules(admin, { twoPersons: false });
    }
  });
});
