import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { readRows, tableShapes } from '#db/dump.ts';
import type { AgentActor, Context } from '#src/context.ts';
import { findCalendar, saveWaiting, type WaitingInput } from '#src/domain/calendar/waiting.ts';
import { dropSpam } from '#src/domain/privacy/dropSpam.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { announceOverdue } from '#src/domain/tickets/overdue.ts';
import { queue } from '#src/domain/tickets/queue.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { searchTickets } from '#src/domain/tickets/search.ts';
import { setPriority } from '#src/domain/tickets/setPriority.ts';
import { markSpam, unmarkSpam } from '#src/domain/tickets/spam.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { isDomainError } from '#src/errors.ts';
import { eachEngine, newAgent } from '../helpers.ts';

const office: WaitingInput = {
  isOn: true,
  timeZone: 'Europe/Rome',
  monday: '9-13, 14-18',
  tuesday: '9-13, 14-18',
  wednesday: '9-13, 14-18',
  thursday: '9-13, 14-18',
  friday: '9-13',
  holidays: '2026-06-02 Festa della Repubblica',
  hours1: 16,
  hours2: 8,
  hours3: 4,
  hours4: 2,
  hours5: 1,
};

eachEngine((get) => {
  const newAdmin = async (): Promise<AgentActor> =>
    (await newAgent(get(), { role: 'admin', locale: 'en' })).actor;
  const at = (text: string) => get({ kind: 'system' }, new Date(text));
  const file = async (ctx: Context, subject = 'Jam', email = 'ada@example.org') =>
    (await fileTicket(ctx, { subject, body: 'It jams.', email, name: 'Ada', locale: 'en', files: [] }))
      .number;
  const overdueAt = async (text: string) =>
    (await queue(at(text), new URLSearchParams('view=overdue'))).rows.map(({ id }) => id);

  test('a customer waits in the hours of the desk: queue, list, ticket and announcement agree', async () => {
    const admin = await newAdmin();
    await saveWaiting(get(admin), office);
    // A Friday at 12:00 in Rome, priority 3: four hours, of which Friday has one; Tuesday is a holiday.
    const number = await file(at('2026-05-29T10:00:00Z'));
    await setPriority(at('2026-05-29T10:01:00Z'), number, { impact: 2, urgency: 2 });
    const due = '2026-06-01T10:00:00Z';
    expect((await ticketView(at(due), number)).answerDueAt).toEqual(new Date(due));
    for (const [time, isLate] of [
      ['2026-05-31T10:00:00Z', false],
      ['2026-06-01T09:59:00Z', false],
      [due, true],
    ] as const) {
      expect(await overdueAt(time), time).toEqual(isLate ? [number] : []);
      const [row] = await searchTickets(at(time), 'jams');
      expect(row!.isOverdue, time).toBe(isLate);
      expect(await announceOverdue(at(time)), time).toBe(isLate ? 1 : 0);
    }
    const { events } = await ticketView(at(due), number);
    expect(events.findLast(({ kind }) => kind === 'overdue')!.data).toMatchObject({ hours: 4 });
    const all = await queue(at(due), new URLSearchParams('view=all'));
    expect(all.views.overdue.count).toBe(1);
    await replyAsAgent(get(admin, new Date(due)), number, { body: 'Try this.' });
    expect(await overdueAt('2026-06-09T10:00:00Z')).toEqual([]);
    expect((await ticketView(at(due), number)).answerDueAt).toBeNull();
  });

  test('without opening hours every hour counts; they are kept for when they are switched on again', async () => {
    const admin = await newAdmin();
    await saveWaiting(get(admin), { ...office, isOn: false });
    expect(await findCalendar(get())).toBeNull();
    const number = await file(at('2026-05-30T10:00:00Z'));
    expect((await ticketView(get(), number)).answerDueAt).toEqual(new Date('2026-05-31T02:00:00Z'));
    await saveWaiting(get(admin), office);
    expect((await findCalendar(get()))!.week[4]).toEqual([[540, 780]]);
  });

  test('what is typed wrong is said at its field', async () => {
    const admin = await newAdmin();
    const wrong = async (change: Partial<WaitingInput>) => {
      const error = await saveWaiting(get(admin), { ...office, ...change }).catch(
        (thrown: unknown) => thrown,
      );
      if (!isDomainError(error)) throw error;
      return error.details;
    };
    expect(await wrong({ tuesday: '9-13, 12-18' })).toMatchObject({ fields: { tuesday: 'bad_hours' } });
    expect(await wrong({ timeZone: 'Mars/Olympus' })).toMatchObject({
      fields: { timeZone: 'bad_time_zone' },
    });
    expect(await wrong({ holidays: '12-25\nsoon' })).toMatchObject({
      fields: { holidays: 'bad_holiday' },
      line: 'soon',
    });
    const closed = { monday: '', tuesday: '', wednesday: '', thursday: '', friday: '' };
    expect(await wrong(closed)).toMatchObject({ fields: { monday: 'never_open' } });
    expect(await wrong({ hours5: 0 })).toMatchObject({ fields: { hours5: 'bad_number' } });
  });

  test('spam is in its own list, can be taken back, and is deleted for good after its days', async () => {
    const ctx = get(await newAdmin());
    const good = await file(ctx, 'Question', 'known@example.org');
    const spammed = await fileTicket(ctx, {
      subject: 'Zylinsky prize',
      body: 'You won, zylinsky.',
      email: 'zylinsky@example.net',
      name: 'Zylinsky',
      locale: 'en',
      files: [{ name: 'zylinsky.txt', bytes: Buffer.from('zylinsky') }],
    });
    const other = await file(ctx, 'Again', 'known@example.org');
    for (const number of [spammed.number, other]) await markSpam(ctx, number);
    const spam = async () => (await queue(ctx, new URLSearchParams('view=spam'))).rows.map(({ id }) => id);
    expect(await spam()).toEqual([other, spammed.number]);
    await unmarkSpam(ctx, other);
    expect(await spam()).toEqual([spammed.number]);

    const days = (n: number) => new Date(ctx.now.getTime() + n * 86_400_000);
    expect(await dropSpam(get({ kind: 'system' }, days(29.9)))).toBe(0);
    expect(await dropSpam(get({ kind: 'system' }, days(30.1)))).toBe(1);
    while (await runNextJob(get(), { now: days(31) }));
    expect(await spam()).toEqual([]);
    const left: string[] = [];
    for (const { name } of tableShapes())
      for await (const rows of readRows(get().db.read, name))
        if (/zylinsky/i.test(JSON.stringify(rows))) left.push(name);
    for await (const hash of get().files.list())
      if (/zylinsky/.test((await buffer(get().files.read(hash))).toString())) left.push('files');
    expect(left).toEqual([]);
    expect((await ticketView(ctx, good)).requester.tickets).toBe(2);
  });
});
