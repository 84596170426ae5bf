import { beforeAll, expect, test } from 'vitest';
import type { Actor, Context } from '#src/context.ts';
import { ensureCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import type { MeasureName } from '#src/domain/measures/measures.ts';
import { monthlyPreview } from '#src/domain/measures/monthly.ts';
import { shownValue } from '#src/domain/measures/words.ts';
import { translator } from '#src/i18n/index.ts';
import { addDays } from '#src/domain/calendar/day.ts';
import { periodOf } from '#src/domain/measures/period.ts';
import { measuresReport } from '#src/domain/measures/report.ts';
import { measureRows } from '#src/domain/measures/rows.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { mergeTicket, partTicket } from '#src/domain/tickets/merge.ts';
import { reopenTicket } from '#src/domain/tickets/reopen.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { markSpam, unmarkSpam } from '#src/domain/tickets/spam.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { voteInVisit } from '#src/domain/visits/vote.ts';
import { contextOf, eachEngine, newAgent, oneOff, uncounted, visitor } from '../helpers.ts';

/** Who and what must not count, by the portal's own verbs; one day each, worked out by hand. */
eachEngine((get) => {
  let agent: Actor;
  let articleId: number;
  const at = (time: string, actor: Actor = agent): Context => contextOf(get(), actor, new Date(time));
  /** Of a day, three days later unless a moment is given: long settled. Time never runs backwards here. */
  const measured = async (day: string, name: MeasureName, later = `${addDays(day, 3)}T12:00:00Z`) => {
    const asked = { period: periodOf(day, day, 'UTC'), filter: {} };
    const { figures } = await measuresReport(at(later), asked);
    const { figure } = figures.find((one) => one.name === name)!;
    const { rows } = await measureRows(at(later), name, asked);
    return { n: figure.n, of: figure.of, value: figure.value, rows: rows.length };
  };
  let people = 0;
  const file = async (time: string, actor: Actor = visitor) => {
    const name = `Person ${++people}`;
    const typed = {
      subject: 'Help',
      body: 'It broke',
      name,
      email: `p${people}@example.org`,
      locale: 'en' as const,
    };
    return (await fileTicket(at(time, actor), typed)).number;
  };
  const search = (time: string, query: string, actor: Actor) =>
    recordEvent(at(time, actor), { kind: 'search', query, resultCount: 3, verdict: 'answered' });

  beforeAll(async () => {
    agent = (await newAgent(contextOf(get()))).actor;
    const category = await ensureCategory(get(), { key: 'start', locale: 'en', title: 'Start' });
    const fields = { title: 'Printer', source: 'Text.', categoryId: category.id };
    articleId = (await createArticle(get(), { locale: 'en', fields, state: 'published' })).id;
  });

  test("agents' own searches and votes count for nothing, nor do visits of those who asked not to be counted", async () => {
    await search('2026-06-01T10:00:00Z', 'printer', agent);
    await voteInVisit(at('2026-06-01T10:01:00Z'), { articleId, helpful: true });
    await search('2026-06-01T10:00:00Z', 'printer', uncounted);
    await file('2026-06-01T11:00:00Z', uncounted);
    expect(await measured('2026-06-01', 'search_success')).toEqual({ n: 0, of: 0, value: null, rows: 0 });
    expect(await measured('2026-06-01', 'helpfulness')).toEqual({ n: 0, of: 0, value: null, rows: 0 });
    expect(await measured('2026-06-01', 'deflection')).toEqual({ n: 0, of: 0, value: null, rows: 0 });
    // Their ticket is a ticket, as one that came by mail: filed by somebody without a visit.
    expect(await measured('2026-06-01', 'escalation')).toEqual({ n: 1, of: 0, value: 0, rows: 1 });
    expect(await measured('2026-06-01', 'self_service')).toMatchObject({ n: 1, of: 0, value: 0 });
  });

  test('visits without any requester make no score', async () => {
    await search('2026-06-06T10:00:00Z', 'printer', visitor);
    expect(await measured('2026-06-06', 'self_service')).toEqual({ n: 0, of: 1, value: null, rows: 1 });
  });

  test('spam is nobody’s ticket, until it is none', async () => {
    await file('2026-06-11T10:00:00Z');
    const spam = await file('2026-06-11T11:00:00Z');
    await replyAsAgent(at('2026-06-11T11:30:00Z'), spam, { body: 'Hello?' });
    await markSpam(at('2026-06-11T12:00:00Z'), spam);
    expect(await measured('2026-06-11', 'escalation')).toMatchObject({ n: 1, rows: 1 });
    expect(await measured('2026-06-11', 'first_reply')).toMatchObject({ n: 0, rows: 0 });
    await unmarkSpam(at('2026-06-15T12:00:00Z'), spam);
    const later = '2026-06-15T12:01:00Z';
    expect(await measured('2026-06-11', 'escalation', later)).toMatchObject({ n: 2, rows: 2 });
    expect(await measured('2026-06-11', 'first_reply', later)).toMatchObject({ n: 1, value: 30, rows: 1 });
  });

  test('a ticket merged away was filed but never resolved; the one that answers for it is, once', async () => {
    const [first, second] = [await file('2026-06-16T10:00:00Z'), await file('2026-06-16T10:10:00Z')];
    await mergeTicket(at('2026-06-16T10:20:00Z'), second, first);
    await replyAsAgent(at('2026-06-16T10:30:00Z'), first, { body: 'Press the button.' });
    await resolveTicket(at('2026-06-16T11:00:00Z'), first, oneOff);
    expect(await measured('2026-06-16', 'escalation')).toMatchObject({ n: 2, rows: 2 });
    expect(await measured('2026-06-16', 'resolution')).toEqual({ n: 1, of: undefined, value: 60, rows: 1 });
    expect(await measured('2026-06-16', 'first_contact')).toEqual({ n: 1, of: 1, value: 1, rows: 1 });
    expect(await measured('2026-06-16', 'first_reply')).toMatchObject({ n: 1, value: 30, rows: 1 });
    await partTicket(at('2026-06-20T10:00:00Z'), second);
    expect(await measured('2026-06-16', 'resolution', '2026-06-20T10:01:00Z')).toMatchObject({ n: 1 });
  });

  test('solved at first contact is no ticket that came back, nor one that took two replies or none', async () => {
    const day = '2026-06-21';
    const [once, twice, none, back] = [
      await file(`${day}T08:00:00Z`),
      await file(`${day}T08:00:00Z`),
      await file(`${day}T08:00:00Z`),
      await file(`${day}T08:00:00Z`),
    ];
    for (const ticket of [once, twice, twice, back])
      await replyAsAgent(at(`${day}T09:00:00Z`), ticket, { body: 'Try this.' });
    for (const ticket of [once, twice, none, back])
      await resolveTicket(at(`${day}T10:00:00Z`), ticket, oneOff);
    expect(await measured(day, 'first_contact')).toEqual({ n: 4, of: 2, value: 0.5, rows: 4 });
    await reopenTicket(at('2026-06-25T09:00:00Z'), back);
    expect(await measured(day, 'first_contact', '2026-06-25T09:01:00Z')).toMatchObject({ n: 3, of: 1 });
    await resolveTicket(at('2026-06-25T10:00:00Z'), back, oneOff);
    expect(await measured(day, 'first_contact', '2026-06-25T10:01:00Z')).toMatchObject({ n: 3, of: 1 });
    expect(await measured('2026-06-25', 'first_contact', '2026-06-25T10:01:00Z')).toMatchObject({
      n: 1,
      of: 0,
    });
  });

  test('a visit over midnight counts on the day it began, each of its searches on its own', async () => {
    const { visitId } = (await search('2026-06-26T23:50:00Z', 'printer', visitor))!;
    const same = { ...visitor, visitId };
    await search('2026-06-27T00:10:00Z', 'scanner', same);
    await recordEvent(at('2026-06-27T00:20:00Z', same), { kind: 'solved' });
    const later = '2026-06-30T12:00:00Z';
    expect(await measured('2026-06-26', 'deflection', later)).toEqual({ n: 1, of: 1, value: 1, rows: 1 });
    expect(await measured('2026-06-27', 'deflection', later)).toMatchObject({ n: 0, value: null, rows: 0 });
    expect(await measured('2026-06-26', 'search_success', later)).toMatchObject({ n: 1, rows: 1 });
    expect(await measured('2026-06-27', 'search_success', later)).toMatchObject({ n: 1, rows: 1 });
  });

  test('a visit settles when a whole day has passed since its last sign of life, not a moment before', async () => {
    const { visitId } = (await search('2026-07-01T10:00:00Z', 'printer', visitor))!;
    await recordEvent(at('2026-07-01T10:05:00Z', { ...visitor, visitId }), { kind: 'solved' });
    expect(await measured('2026-07-01', 'deflection', '2026-07-02T10:04:30Z')).toMatchObject({
      n: 0,
      rows: 0,
    });
    expect(await measured('2026-07-01', 'deflection', '2026-07-02T10:05:00Z')).toMatchObject({
      n: 1,
      rows: 1,
    });
  });

  test('the monthly mail says what the page says', async () => {
    const ctx = await newAgent(at('2026-07-05T12:00:00Z'), { role: 'admin', locale: 'it' });
    const asked = { period: periodOf('2026-06-01', '2026-06-30', 'UTC'), filter: {} };
    const { figures } = await measuresReport(ctx, asked);
    for (const locale of ['en', 'it'] as const) {
      const { subject, text, html } = await monthlyPreview({ ...ctx, locale });
      const t = translator(locale);
      expect(subject).toContain(locale === 'it' ? 'giugno 2026' : 'June 2026');
      for (const name of ['deflection', 'search_success', 'resolution', 'first_contact', 'csat'] as const) {
        const { figure, unit } = figures.find((one) => one.name === name)!;
        const [title, value] = [t(`measures.name.${name}`), shownValue(figure.value, unit, locale)];
        expect(text).toContain(`${title}: ${value} (`);
        expect(html.replace(/<[^>]+>/g, ' ')).toMatch(
          new RegExp(`${literally(title)}.{0,160}? ${literally(value)} `, 's'),
        );
      }
      expect(html).not.toMatch(/<script|\son\w+=/);
    }
  });
});

const literally = (text: string) => text.replace(/[^\w\s]/g, '\\$&');
