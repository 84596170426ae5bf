import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { saveWaiting } from '#src/domain/calendar/waiting.ts';
import { chooseReport } from '#src/domain/mail/notices.ts';
import { monthlyPreview, sendMonthlyReports } from '#src/domain/measures/monthly.ts';
import type { MeasureName } from '#src/domain/measures/measures.ts';
import { periodBefore, periodOf } from '#src/domain/measures/period.ts';
import { refreshMeasures } from '#src/domain/measures/refresh.ts';
import { measuresReport } from '#src/domain/measures/report.ts';
import { eraseRequester } from '#src/domain/privacy/erase.ts';
import { contextOf, eachEngine } from '../helpers.ts';

/** Edges, each worked out by hand, in Rome: 29 March 2026 has 23 hours, 25 October 25. */
const zone = 'Europe/Rome';
const at = (text: string) => new Date(text);
const day = (text: string) => ({ period: periodOf(text, text, zone), filter: {} });

eachEngine((get) => {
  const ctx = (now: string): Context => {
    const own = contextOf(get(), undefined, at(now));
    return { ...own, config: { ...own.config, timeZone: zone } };
  };
  const later = '2026-12-01T12:00:00Z';
  const figureOn = async (text: string, name: MeasureName, now = later) => {
    await refreshMeasures(ctx(now));
    return (await measuresReport(ctx(now), day(text))).figures.find((one) => one.name === name)!.figure;
  };
  const insert = (work: (tx: Query) => Promise<unknown>) =>
    get().db.write(async (tx) => void (await work(tx)));
  const visit = (id: string, startedAt: string, outcome: 'confirmed' | 'escalated') => ({
    ...{ id, locale: 'en', startedAt: at(startedAt), lastAt: at(startedAt), isHelpSeeking: true },
    ...{ outcome, settledAt: at(later) },
  });
  let tickets = 0;
  const ticket = (createdAt: string, resolvedAt: string | null, rest = {}) => {
    const id = ++tickets;
    return {
      ...{ id, subject: `T ${id}`, requesterId: 1, locale: 'en', story: [], accessKeyHash: `h${id}` },
      ...{ createdAt: at(createdAt), updatedAt: at(resolvedAt ?? createdAt), lastMessageAt: at(createdAt) },
      state: resolvedAt ? ('resolved' as const) : ('open' as const),
      ...{ resolvedAt: resolvedAt ? at(resolvedAt) : null, publicReplies: 1, ...rest },
    };
  };

  beforeAll(() =>
    insert((tx) =>
      tx
        .insert(tx.tables.requesters)
        .values({ id: 1, email: 'ada@example.org', name: 'Ada', createdAt: at('2026-01-01T00:00:00Z') }),
    ),
  );

  test('no data: no figure, no interval, no change', async () => {
    const { figures } = await measuresReport(ctx(later), day('2026-01-15'));
    expect(figures.map(({ figure }) => figure.value)).toEqual(figures.map(() => null));
    expect(figures.map(({ change }) => change)).toEqual(figures.map(() => null));
  });

  test('one visit: 1 of 1, and the interval says how little that is (Wilson: 0.2065 to 1)', async () => {
    await insert((tx) =>
      tx.insert(tx.tables.visits).values(visit('one', '2026-02-10T10:00:00Z', 'confirmed')),
    );
    const figure = await figureOn('2026-02-10', 'deflection');
    expect(figure).toMatchObject({ of: 1, n: 1, value: 1 });
    expect(figure.interval!.low).toBeCloseTo(0.2065, 4);
    expect(figure.interval!.high).toBe(1);
  });

  test('the last and first moments of a day in its zone, on days of 23 and 25 hours', async () => {
    await insert((tx) =>
      tx
        .insert(tx.tables.visits)
        .values([
          visit('a', '2026-03-28T22:59:59.999Z', 'confirmed'),
          visit('b', '2026-03-28T23:00:00.000Z', 'confirmed'),
          visit('c', '2026-03-29T21:59:59.999Z', 'escalated'),
          visit('d', '2026-03-29T22:00:00.000Z', 'escalated'),
          visit('e', '2026-10-24T22:00:00.000Z', 'confirmed'),
          visit('f', '2026-10-25T22:59:59.999Z', 'confirmed'),
          visit('g', '2026-10-25T23:00:00.000Z', 'escalated'),
        ]),
    );
    const counted = async (text: string) => {
      const { of, n } = await figureOn(text, 'deflection');
      return [of, n];
    };
    expect(await counted('2026-03-28')).toEqual([1, 1]);
    expect(await counted('2026-03-29')).toEqual([1, 2]);
    expect(await counted('2026-03-30')).toEqual([0, 1]);
    expect(await counted('2026-10-25')).toEqual([2, 2]);
    expect(await counted('2026-10-26')).toEqual([0, 1]);
  });

  test('a ticket over the night in which clocks go forward took the time that passed', async () => {
    await insert((tx) =>
      tx.insert(tx.tables.tickets).values(ticket('2026-03-28T22:00:00Z', '2026-03-29T04:00:00Z')),
    );
    expect(await figureOn('2026-03-29', 'resolution')).toMatchObject({ value: 360, n: 1 });
  });

  test('a reopened ticket is resolved no more, on no day; resolved again, it counts once and not at first contact', async () => {
    const made = ticket('2026-05-04T08:00:00Z', '2026-05-04T10:00:00Z');
    await insert(async (tx) => {
      await tx.insert(tx.tables.tickets).values(made);
      await tx
        .insert(tx.tables.ticketEvents)
        .values({ ticketId: made.id, actorKind: 'agent', kind: 'resolved', data: {}, at: made.resolvedAt! });
    });
    expect(await figureOn('2026-05-04', 'first_contact')).toMatchObject({ of: 1, n: 1 });
    const set = (values: object) =>
      insert((tx) => tx.update(tx.tables.tickets).set(values).where(eqId(tx, made.id)));
    await set({ state: 'open', resolvedAt: null, reopenings: 1, updatedAt: at('2026-12-02T00:00:00Z') });
    expect(await figureOn('2026-05-04', 'resolution', '2026-12-02T00:01:00Z')).toMatchObject({
      n: 0,
      value: null,
    });
    await set({
      state: 'resolved',
      resolvedAt: at('2026-05-05T08:00:00Z'),
      updatedAt: at('2026-12-02T01:00:00Z'),
    });
    expect(await figureOn('2026-05-04', 'resolution', '2026-12-02T01:01:00Z')).toMatchObject({ n: 0 });
    expect(await figureOn('2026-05-05', 'resolution', '2026-12-02T01:02:00Z')).toMatchObject({
      n: 1,
      value: 1_440,
    });
    expect(await figureOn('2026-05-05', 'first_contact', '2026-12-02T01:03:00Z')).toMatchObject({
      of: 0,
      n: 1,
    });
  });

  test('an erased person still counts, kept or made again', async () => {
    await insert((tx) =>
      tx
        .insert(tx.tables.requesters)
        .values({ id: 2, email: 'bob@example.org', name: 'Bob', createdAt: at('2026-06-01T00:00:00Z') }),
    );
    await insert((tx) =>
      tx
        .insert(tx.tables.tickets)
        .values([
          ticket('2026-06-02T08:00:00Z', '2026-06-02T09:00:00Z', { requesterId: 2 }),
          ticket('2026-06-02T10:00:00Z', null),
        ]),
    );
    await insert((tx) => tx.insert(tx.tables.visits).values(visit('z', '2026-06-02T07:00:00Z', 'escalated')));
    const before = await figureOn('2026-06-02', 'self_service');
    expect(before).toMatchObject({ of: 1, n: 2, value: 0.5 });
    await eraseRequester(ctx('2026-12-03T00:00:00Z'), 2, { confirm: 'bob@example.org' });
    expect(await figureOn('2026-06-02', 'self_service', '2026-12-03T00:01:00Z')).toEqual(before);
    expect(await figureOn('2026-06-02', 'resolution', '2026-12-03T00:02:00Z')).toMatchObject({
      n: 1,
      value: 60,
    });
  });

  test('with a calendar only open hours count, from the next refresh on', async () => {
    // Friday 17:00 to Monday 10:00 in Rome, open 9 to 18 on weekdays: one hour on Friday, one on Monday.
    await insert((tx) =>
      tx.insert(tx.tables.tickets).values(
        ticket('2026-07-03T15:00:00Z', '2026-07-06T08:00:00Z', {
          firstReplyAt: at('2026-07-03T15:30:00Z'),
        }),
      ),
    );
    expect(await figureOn('2026-07-06', 'resolution')).toMatchObject({ value: 65 * 60 });
    const admin = { kind: 'agent', id: 1, name: 'A', role: 'admin', tier: 1 } as const;
    const open = { monday: '9-18', tuesday: '9-18', wednesday: '9-18', thursday: '9-18', friday: '9-18' };
    const hours = { hours1: 48, hours2: 24, hours3: 8, hours4: 4, hours5: 2 };
    await saveWaiting({ ...ctx(later), actor: admin }, { isOn: true, timeZone: zone, ...open, ...hours });
    expect(await figureOn('2026-07-06', 'resolution')).toMatchObject({ value: 120, n: 1 });
    expect(await figureOn('2026-07-03', 'first_reply')).toMatchObject({ value: 30, n: 1 });
  });

  test('last month is mailed once to each admin who asked, in their language, and to nobody else', async () => {
    const person = (email: string, role: 'admin' | 'agent', locale: 'en' | 'it') =>
      createAgent(ctx(later), { email, name: email, role, locale, password: 'correct horse battery staple' });
    const [ada, ben] = [
      await person('ada@desk.example', 'admin', 'it'),
      await person('ben@desk.example', 'admin', 'en'),
    ];
    await person('cyd@desk.example', 'agent', 'en');
    const as = (id: number, now = later): Context => ({
      ...ctx(now),
      actor: { kind: 'agent', id, name: 'A', role: 'admin', tier: 1 },
    });
    await chooseReport(as(ada), true);
    expect(await sendMonthlyReports(ctx('2026-11-30T12:00:00Z'))).toBe(0);
    expect(await sendMonthlyReports(ctx('2026-12-01T12:00:00Z'))).toBe(0); // November's last visits have not settled.
    expect(await sendMonthlyReports(ctx('2026-12-02T12:00:00Z'))).toBe(1);
    expect(await sendMonthlyReports(ctx('2026-12-02T13:00:00Z'))).toBe(0);
    await chooseReport(as(ben), true);
    expect(await sendMonthlyReports(ctx('2026-12-20T12:00:00Z'))).toBe(0);
    const mails = await get().db.read.select().from(get().db.read.tables.sentMails);
    const [mail] = mails.filter(({ kind }) => kind === 'monthly_report');
    expect(mails.filter(({ kind }) => kind === 'monthly_report')).toHaveLength(1);
    expect([mail!.toEmail, mail!.locale]).toEqual(['ada@desk.example', 'it']);
    expect(mail!.subject).toContain('novembre 2026');
    expect(mail!.html).toContain('<table');
    expect(mail!.text).toContain('from=2026-11-01&to=2026-11-30');
    expect((await monthlyPreview(as(ben))).text).toContain('Search success');
  });

  test('a period is compared with as many days before it, a whole month with the month before', () => {
    const before = (from: string, to: string) => {
      const { firstDay, lastDay } = periodBefore(periodOf(from, to, zone));
      return [firstDay, lastDay];
    };
    expect(before('2026-03-01', '2026-03-31')).toEqual(['2026-02-01', '2026-02-28']);
    expect(before('2026-01-01', '2026-01-31')).toEqual(['2025-12-01', '2025-12-31']);
    expect(before('2026-03-01', '2026-03-30')).toEqual(['2026-01-30', '2026-02-28']);
    expect(before('2026-03-10', '2026-03-10')).toEqual(['2026-03-09', '2026-03-09']);
  });
});

const eqId = (tx: Query, id: number) => eq(tx.tables.tickets.id, id);
