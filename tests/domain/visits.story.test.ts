import { expect, test } from 'vitest';
import type { Context, VisitorActor } from '#src/context.ts';
import { ensureCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { archiveArticle } from '#src/domain/articles/publish.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { searchStory } from '#src/domain/visits/story.ts';
import { voteInVisit } from '#src/domain/visits/vote.ts';
import { contextOf, eachEngine } from '../helpers.ts';

const visitor = (visitId: string | null, isCounted = true): VisitorActor => ({
  kind: 'visitor',
  visitId,
  isCounted,
  ticketKeys: {},
});

eachEngine((get) => {
  const article = async (title: string) => {
    const category = await ensureCategory(get(), { key: 'start', locale: 'en', title: 'Start' });
    const fields = { title, source: 'Text.', categoryId: category.id };
    return (await createArticle(get(), { locale: 'en', fields, state: 'published' })).id;
  };
  const at = (seconds: number, visitId: string | null): Context =>
    contextOf(get(), visitor(visitId), new Date(Date.UTC(2026, 2, 2, 10, 0, seconds)));
  const votes = async (articleId: number) => {
    const { articleVotes } = get().db.read.tables;
    return (await get().db.read.select().from(articleVotes)).filter((v) => v.articleId === articleId);
  };

  test('tells in order what was searched, opened, read and voted, with titles', async () => {
    const id = await article('Reset your password');
    const first = await recordEvent(at(0, null), {
      kind: 'search',
      query: 'cannot log in',
      resultCount: 0,
      verdict: 'nothing',
    });
    const visitId = first!.visitId;
    await recordEvent(at(20, visitId), {
      kind: 'search',
      query: 'password',
      resultCount: 2,
      verdict: 'answered',
    });
    await recordEvent(at(25, visitId), { kind: 'article_read', articleId: id });
    await voteInVisit(at(40, visitId), { articleId: id, helpful: false });
    await recordEvent(at(50, visitId), {
      kind: 'suggestions_shown',
      query: 'x',
      resultCount: 1,
      verdict: 'answered',
    });
    expect(await searchStory(at(60, visitId))).toEqual([
      { at: '2026-03-02T10:00:00.000Z', kind: 'search_nothing', query: 'cannot log in' },
      { at: '2026-03-02T10:00:20.000Z', kind: 'search', query: 'password' },
      { at: '2026-03-02T10:00:25.000Z', kind: 'article_read', articleId: id, title: 'Reset your password' },
      {
        at: '2026-03-02T10:00:40.000Z',
        kind: 'voted_not_helpful',
        articleId: id,
        title: 'Reset your password',
      },
    ]);
  });

  test('is empty for who is not counted, for a made-up visit, and for agents', async () => {
    expect(await searchStory(contextOf(get(), visitor('AAAAAAAAAAAAAAAAAAAAAA', false)))).toEqual([]);
    expect(await searchStory(contextOf(get(), visitor('AAAAAAAAAAAAAAAAAAAAAA')))).toEqual([]);
    expect(await searchStory(contextOf(get(), visitor("' or 1=1")))).toEqual([]);
    expect(await searchStory(get())).toEqual([]);
  });

  test('a changed mind is one vote and two signals, the same vote again is neither', async () => {
    const id = await article('Change a vote');
    const { visitId } = (await voteInVisit(at(0, null), { articleId: id, helpful: true }))!;
    await voteInVisit(at(5, visitId), { articleId: id, helpful: true });
    await voteInVisit(at(9, visitId), { articleId: id, helpful: false, comment: 'The menu is gone' });
    expect(await votes(id)).toMatchObject([{ visitId, helpful: false, comment: 'The menu is gone' }]);
    expect((await searchStory(at(10, visitId))).map((step) => step.kind)).toEqual([
      'voted_helpful',
      'voted_not_helpful',
    ]);
  });

  test('who is not counted votes without a visit', async () => {
    const id = await article('Vote unseen');
    expect(
      await voteInVisit(contextOf(get(), visitor(null, false)), { articleId: id, helpful: true }),
    ).toBeNull();
    expect(await votes(id)).toMatchObject([{ visitId: null, helpful: true }]);
  });

  test('a vote on what can not be read leaves no trace of a visit either', async () => {
    const id = await article('Gone');
    await archiveArticle(get(), id);
    const { visits } = get().db.read.tables;
    const before = (await get().db.read.select().from(visits)).length;
    await expect(voteInVisit(at(0, null), { articleId: id, helpful: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await get().db.read.select().from(visits)).toHaveLength(before);
  });
});
