import { beforeAll, expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { setHoldout } from '#src/domain/ask/holdout.ts';
import { suggestAnswers } from '#src/domain/ask/suggest.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { avoidedTickets, holdoutReport } from '#src/domain/measures/holdout.ts';
import { periodOf } from '#src/domain/measures/period.ts';
import { measuresReport } from '#src/domain/measures/report.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { settleVisits } from '#src/domain/visits/settle.ts';
import { contextOf, eachEngine } from '../helpers.ts';

eachEngine((get) => {
  const start = Date.parse('2026-03-02T09:00:00Z');
  const at = (minutes: number) => new Date(start + minutes * 60_000);
  const admin = { kind: 'agent', id: 1, name: 'Ada', role: 'admin', tier: 1 } as const;
  const asAdmin = (minutes: number): Context => contextOf(get(), admin, at(minutes));
  const visitor = (visitId: string | null, minutes: number, isCounted = true): Context =>
    contextOf(get(), { kind: 'visitor', visitId, isCounted, ticketKeys: {} }, at(minutes));
  const question = 'reset my password';

  beforeAll(async () => {
    const ctx = contextOf(get(), undefined, at(0));
    const { id } = await createCategory(ctx, { locale: 'en', title: 'Login', key: 'login' });
    const fields = {
      title: 'Reset your password',
      source: 'Press the link to reset the password.',
      categoryId: id,
    };
    await createArticle(ctx, { locale: 'en', fields, state: 'published', file: {} });
    await get().search.freshen();
  });

  test('without a trial everybody sees suggestions', async () => {
    for (let n = 0; n < 8; n++) {
      const { suggestions, isWithheld } = await suggestAnswers(visitor(null, n), question);
      expect([suggestions.length > 0, isWithheld]).toEqual([true, false]);
    }
  });

  test('while one runs, the lot is drawn once a visit, recorded, and holds', async () => {
    await setHoldout(asAdmin(60), { percent: 50 });
    const arms = new Set<boolean>();
    for (let n = 0; n < 30; n++) {
      const first = await suggestAnswers(visitor(null, 61 + n), question);
      arms.add(first.isWithheld);
      expect(first.suggestions.length > 0).toBe(!first.isWithheld);
      for (const words of [`${question} please`, question, `how do I ${question}`]) {
        const again = await suggestAnswers(visitor(first.shown!.visitId, 61 + n), words);
        expect(again.isWithheld).toBe(first.isWithheld);
      }
    }
    expect(arms).toEqual(new Set([true, false]));
  });

  test('those who asked not to be counted always see them', async () => {
    for (let n = 0; n < 20; n++)
      expect((await suggestAnswers(visitor(null, 100, false), question)).isWithheld).toBe(false);
  });

  test('asks that saw none are no asks that saw suggestions, and the effect is the difference of tickets', async () => {
    const sides = { suggestions_shown: { of: 0, n: 0 }, suggestions_withheld: { of: 0, n: 0 } };
    const now = 24 * 60;
    for (let n = 0; n < 40; n++) {
      const { shown, isWithheld } = await suggestAnswers(visitor(null, now + n), question);
      const side = sides[isWithheld ? 'suggestions_withheld' : 'suggestions_shown'];
      side.n += 1;
      if (n % 2 === 0) continue;
      side.of += 1;
      await recordEvent(visitor(shown!.visitId, now + n), { kind: 'ticket_filed', ticketId: n + 1 });
    }
    await settleVisits(contextOf(get(), undefined, at(4 * now)));
    const [trial] = (await holdoutReport(asAdmin(4 * now))).trials;
    const { rows } = { rows: await get().db.read.select().from(get().db.read.tables.visitEvents) };
    const visitsOf = (kind: string) =>
      new Set(rows.filter((e) => e.isTrial && e.kind === kind).map((e) => e.visitId)).size;
    expect(trial!.shown).toEqual({ of: sides.suggestions_shown.of, n: visitsOf('suggestions_shown') });
    expect(trial!.withheld).toEqual({
      of: sides.suggestions_withheld.of,
      n: visitsOf('suggestions_withheld'),
    });
    expect(trial!.shown.n + trial!.withheld.n).toBe(70);
    const period = periodOf('2026-03-01', '2026-03-31', 'UTC');
    const { figures } = await measuresReport(contextOf(get(), undefined, at(4 * now)), {
      period,
      filter: {},
    });
    const asks = figures.find(({ name }) => name === 'ask_deflection')!.figure.n;
    expect(asks).toBe(8 + trial!.shown.n);
  });

  test('another share is another trial; none ends it; only admins choose', async () => {
    await setHoldout(asAdmin(10_000), { percent: 10 });
    await setHoldout(asAdmin(10_001), { percent: 10 });
    await setHoldout(asAdmin(10_002), { percent: 0 });
    const { trials } = await holdoutReport(asAdmin(10_003));
    expect(trials.map(({ percent, from, to }) => [percent, from, to])).toEqual([
      [10, at(10_000).toISOString(), at(10_002).toISOString()],
      [50, at(60).toISOString(), at(10_000).toISOString()],
    ]);
    const agent = contextOf(get(), { ...admin, role: 'agent' });
    await expect(setHoldout(agent, { percent: 10 })).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(setHoldout(asAdmin(0), { percent: 77 })).rejects.toMatchObject({ code: 'invalid' });
    expect((await suggestAnswers(visitor(null, 10_004), question)).isWithheld).toBe(false);
  });

  test('what a trial measured is applied to the asks of a period, and too little says nothing', async () => {
    const early = 11_000;
    expect(await avoidedTickets(asAdmin(early), 50)).toEqual({ trial: null, asks: 50, tickets: null });
    await setHoldout(asAdmin(early), { percent: 0 });
    await setHoldout(asAdmin(early), { percent: 30 });
    await setHoldout(asAdmin(early + 1), { percent: 50 });
    for (let n = 0; n < 80; n++) {
      const { shown, isWithheld } = await suggestAnswers(visitor(null, early + 2 + n), question);
      if (isWithheld)
        await recordEvent(visitor(shown!.visitId, early + 2 + n), { kind: 'ticket_filed', ticketId: n + 1 });
    }
    await settleVisits(contextOf(get(), undefined, at(2 * early)));
    const { trial, tickets } = (await avoidedTickets(asAdmin(2 * early), 50))!;
    expect(trial).toMatchObject({ percent: 50, isClear: true, effect: { value: 1 } });
    expect(tickets!.value).toBe(50);
    expect(tickets!.low).toBeCloseTo(50 * trial!.effect!.low, 9);
    expect(tickets!.low).toBeGreaterThan(40);
  });
});
