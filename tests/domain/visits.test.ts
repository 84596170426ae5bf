import { describe, expect, test } from 'vitest';
import type { Context, VisitorActor } from '#src/context.ts';
import { openResult, resultLink } from '#src/domain/visits/openResult.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { maxEventsPerVisit, type NewEvent } from '#src/domain/visits/visit.ts';
import { listEvents } from '#src/domain/visits/visit.store.ts';
import { contextOf, eachEngine } from '../helpers.ts';

const visitor = (visitId: string | null, isCounted = true): VisitorActor => ({
  kind: 'visitor',
  visitId,
  isCounted,
  ticketKeys: {},
});
const search = (query: string, resultCount = 3): NewEvent => ({
  kind: 'search',
  query,
  resultCount,
  verdict: resultCount > 0 ? 'answered' : 'nothing',
});
const fromOf = (searchId: number, rank: number) =>
  new URL(resultLink('http://x/a', { searchId, rank, articleId: 12 })).searchParams.get('from')!;
const start = new Date('2026-03-02T10:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);

eachEngine((get) => {
  /** One browser: it keeps the visit it was given, as the cookie does. */
  function browser() {
    let visitId: string | null = null;
    return {
      at: (seconds: number): Context => contextOf(get(), visitor(visitId), later(seconds)),
      async does(seconds: number, event: NewEvent) {
        const recorded = await recordEvent(this.at(seconds), event);
        if (recorded) visitId = recorded.visitId;
        return recorded;
      },
      events: async () => (visitId ? listEvents(get().db.read, visitId) : []),
      visit: async () => {
        const { visits } = get().db.read.tables;
        return (await get().db.read.select().from(visits)).find((visit) => visit.id === visitId)!;
      },
      get visitId() {
        return visitId;
      },
    };
  }
  const kinds = async (b: ReturnType<typeof browser>) => (await b.events()).map((event) => event.kind);

  describe('recording', () => {
    test('the first event starts a visit, a pause of 30 minutes the next one', async () => {
      const b = browser();
      const first = await b.does(0, search('reset password'));
      expect((await b.does(29 * 60, { kind: 'article_read', articleId: 1 }))!.visitId).toBe(first!.visitId);
      const next = await b.does(59 * 60, search('invoice'));
      expect(next!.visitId).not.toBe(first!.visitId);
    });

    test('a form that took an hour to fill in belongs to the visit that opened it', async () => {
      const b = browser();
      const first = await b.does(0, { kind: 'ask_opened' });
      expect((await b.does(3_700, { kind: 'ticket_filed', ticketId: 7 }))!.visitId).toBe(first!.visitId);
    });

    test('who asked not to be counted, and agents, leave nothing', async () => {
      const { visits } = get().db.read.tables;
      const size = async () => (await get().db.read.select().from(visits)).length;
      const before = await size();
      expect(await recordEvent(contextOf(get(), visitor(null, false)), search('x'))).toBeNull();
      expect(
        await recordEvent(
          contextOf(get(), { kind: 'agent', id: 1, name: 'A', role: 'agent', tier: 1 }),
          search('x'),
        ),
      ).toBeNull();
      expect(await size()).toBe(before);
    });

    test('an id that no visit has, or that no visit can have, starts a new one', async () => {
      for (const id of ['AAAAAAAAAAAAAAAAAAAAAA', 'a\u0000b', "'; drop", '']) {
        const recorded = await recordEvent(contextOf(get(), visitor(id)), search('x'));
        expect(recorded!.visitId).not.toBe(id);
      }
    });

    test('keystrokes are one search: the last one', async () => {
      const b = browser();
      for (const [i, query] of ['pas', 'passwo', 'pasword', 'password', 'password reset'].entries())
        await b.does(i * 2, search(query));
      expect((await b.events()).map((event) => event.query)).toEqual(['password reset']);
    });

    test('other words, a longer pause, or something between make two searches', async () => {
      const b = browser();
      await b.does(0, search('printer'));
      await b.does(3, search('refund'));
      await b.does(20, search('refund policy'));
      await b.does(22, { kind: 'article_read', articleId: 3 });
      await b.does(24, search('refund policy 2026'));
      expect((await b.events()).map((event) => event.query)).toEqual([
        'printer',
        'refund',
        'refund policy',
        null,
        'refund policy 2026',
      ]);
    });

    test('the way back to the results is not another search, an answer since then is', async () => {
      const b = browser();
      const first = await b.does(0, search('vpn'));
      await b.does(5, { kind: 'result_opened', searchId: first!.eventId, rank: 1, articleId: 4 });
      expect((await b.does(60, search('vpn')))!.eventId).toBe(first!.eventId);
      expect((await b.does(70, search('vpn', 4)))!.eventId).not.toBe(first!.eventId);
    });

    test('the same read, open or suggestion is kept once', async () => {
      const b = browser();
      for (const seconds of [0, 30]) {
        await b.does(seconds, { kind: 'article_read', articleId: 1 });
        await b.does(seconds, { kind: 'suggestion_opened', articleId: 1 });
      }
      expect(await kinds(b)).toEqual(['article_read', 'suggestion_opened']);
    });

    test('a visit is bounded, and its ticket is kept all the same', async () => {
      const b = browser();
      for (let i = 0; i < maxEventsPerVisit; i++) await b.does(i, { kind: 'article_read', articleId: i + 1 });
      expect(await b.does(500, { kind: 'article_read', articleId: 9_999 })).toBeNull();
      expect(await b.does(501, { kind: 'ticket_filed', ticketId: 1 })).not.toBeNull();
    });

    test('two first signals at once do not fail', async () => {
      const b = browser();
      await b.does(0, search('one'));
      const both = [b.does(1, search('completely')), b.does(1, search('different'))];
      expect((await Promise.all(both)).every(Boolean)).toBe(true);
      expect(await b.events()).toHaveLength(3);
    });

    test('hostile words come back as they were, on one line', async () => {
      const b = browser();
      await b.does(0, search("a\u0000b\n'; DROP TABLE visits;-- 😀"));
      expect((await b.events())[0]!.query).toBe("a b '; DROP TABLE visits;-- 😀");
    });
  });

  describe('opening a result', () => {
    test('is recorded once, under its search', async () => {
      const b = browser();
      const { eventId } = (await b.does(0, search('vpn')))!;
      for (const seconds of [5, 9]) await openResult(b.at(seconds), fromOf(eventId, 2));
      expect((await b.events())[1]).toMatchObject({
        kind: 'result_opened',
        searchId: eventId,
        rank: 2,
        articleId: 12,
      });
      expect(await b.events()).toHaveLength(2);
    });

    test.each(['', '1', '0.0', '99999999999.1.1', '1.1', '1.1.1; drop', 'NaN.1.1', '0.1.1'])(
      '%j records nothing',
      async (from) => {
        const b = browser();
        await b.does(0, search('vpn'));
        expect(await openResult(b.at(1), from)).toBeNull();
      },
    );

    test("another visit's search records nothing", async () => {
      const [a, b] = [browser(), browser()];
      const { eventId } = (await a.does(0, search('vpn')))!;
      await b.does(0, search('mail'));
      expect(await openResult(b.at(1), fromOf(eventId, 1))).toBeNull();
      expect(await b.events()).toHaveLength(1);
    });
  });

  test('a link to a result keeps its anchor and other parameters', () => {
    const from = { searchId: 7, rank: 2, articleId: 9 };
    expect(resultLink('/en/articles/a#b', from)).toBe('/en/articles/a?from=7.2.9#b');
    expect(resultLink('/en/articles/a?x=1', from)).toBe('/en/articles/a?x=1&from=7.2.9');
  });

  describe('settling', () => {
    test('waits for the window, then gives one outcome', async () => {
      const b = browser();
      await b.does(0, search('vpn'));
      await b.does(60, { kind: 'article_read', articleId: 1 });
      await settleVisits(contextOf(get(), undefined, later(86_400 + 59)));
      expect((await b.visit()).outcome).toBeNull();
      await settleVisits(contextOf(get(), undefined, later(86_400 + 60)));
      expect(await b.visit()).toMatchObject({ outcome: 'potential', settledAt: later(86_400 + 60) });
    });

    test('a ticket filed after a pause, inside the window, counts', async () => {
      const b = browser();
      await b.does(0, { kind: 'ask_opened' });
      await b.does(10 * 3_600, { kind: 'ticket_filed', ticketId: 3 });
      await settleVisits(contextOf(get(), undefined, later(86_400)));
      expect((await b.visit()).outcome).toBeNull();
      await settleVisits(contextOf(get(), undefined, later(34 * 3_600)));
      expect((await b.visit()).outcome).toBe('escalated');
    });

    test('a settled visit that goes on is opened again', async () => {
      const b = browser();
      await b.does(0, search('vpn'));
      const impatient = { ...get(undefined, later(61)), config: { ...get().config, visitWindowMs: 60_000 } };
      await settleVisits(impatient);
      expect((await b.visit()).outcome).toBe('abandoned');
      await b.does(90, { kind: 'solved' });
      expect(await b.visit()).toMatchObject({ outcome: null, settledAt: null });
      await settleVisits({ ...impatient, now: later(150) });
      expect((await b.visit()).outcome).toBe('confirmed');
    });

    test('works through more than one batch, and again does nothing', async () => {
      const row = (i: number) => ({
        id: `many-${i}`,
        locale: 'en',
        startedAt: start,
        lastAt: start,
        isHelpSeeking: true,
      });
      const rows = Array.from({ length: 1_100 }, (_, i) => row(i));
      await get().db.write(async (tx) => void (await tx.insert(tx.tables.visits).values(rows)));
      const after = contextOf(get(), undefined, later(200_000));
      expect(await settleVisits(after)).toBeGreaterThanOrEqual(1_100);
      expect(await settleVisits(after)).toBe(0);
      const { visits } = get().db.read.tables;
      const outcomes = (await get().db.read.select().from(visits)).filter(({ id }) => id.startsWith('many-'));
      expect(outcomes.filter(({ outcome }) => outcome === 'abandoned')).toHaveLength(1_100);
    });
  });
});
