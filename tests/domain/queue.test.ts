import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { assignTicket } from '#src/domain/tickets/assign.ts';
import { changeState } from '#src/domain/tickets/changeState.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { queueSorts } from '#src/domain/tickets/filter.ts';
import { queue, queueChanges } from '#src/domain/tickets/queue.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { dropWords, keepWords } from '#src/domain/tickets/search.store.ts';
import { indexMissing, searchTickets } from '#src/domain/tickets/search.ts';
import { setPriority } from '#src/domain/tickets/setPriority.ts';
import { handOver } from '#src/domain/tickets/handOver.ts';
import { tagTicket } from '#src/domain/tickets/tag.ts';
import { eachEngine } from '../helpers.ts';

eachEngine((get) => {
  const start = Date.UTC(2026, 0, 1);
  const moment = (minute: number) => new Date(start + minute * 60_000);
  const file = async (subject: string, minute: number, body = 'Please help.') => {
    const ctx = get({ kind: 'visitor', visitId: null, isCounted: true, ticketKeys: {} }, moment(minute));
    const email = `${subject.replace(/\W/g, '')}@example.com`;
    return (await fileTicket(ctx, { subject, body, email, name: 'Zoë', locale: 'en' })).number;
  };
  const show = (query: string, ctx: Context = get(undefined, moment(1_000_000))) =>
    queue(ctx, new URLSearchParams(query));
  const idsOf = async (query: string) => (await show(query)).rows.map((row) => row.id);

  /** Every page to the end; `between` happens after the first one was seen. */
  async function walk(query: string, between?: () => Promise<unknown>): Promise<number[]> {
    const seen: number[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page = await show(`${query}${after ? `&after=${after}` : ''}`);
      seen.push(...page.rows.map((row) => row.id));
      if (after === '') await between?.();
      after = page.next;
    }
    return seen;
  }

  test('pages: every ticket once in each order, also when more come in while one reads', async () => {
    const numbers: number[] = [];
    for (let i = 0; i < 120; i++) numbers.push(await file(`Page ${i}`, i % 7 === 0 ? 5 : i));
    for (const [i, number] of numbers.entries()) {
      if (i % 3 === 0)
        await setPriority(get(undefined, moment(200 + i)), number, { impact: 3, urgency: 1 + (i % 2) });
      if (i % 4 === 0) await changeState(get(undefined, moment(300 + i)), number, 'open');
    }
    for (const sort of queueSorts) {
      const seen = await walk(`view=all&sort=${sort}`);
      expect(seen, sort).toHaveLength(120);
      expect(new Set(seen), sort).toEqual(new Set(numbers));
    }
    const during = await walk('view=all&sort=updated', () => file('Newcomer', 2_000));
    expect(during).toHaveLength(120);
    expect(new Set(during)).toEqual(new Set(numbers));
    const { rows } = await show('view=all&sort=priority');
    const priorities = rows.map((row) => row.priority);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    const oldest = (await show('view=all&sort=oldest')).rows.map((row) => row.createdAt.getTime());
    expect(oldest).toEqual([...oldest].sort((a, b) => a - b));
    expect(await idsOf('view=all&after=garbage')).toEqual(await idsOf('view=all'));
  });

  test('filters narrow alone and together; counts say what stands in each view', async () => {
    const agentId = await get().db.write(async (tx) => {
      const { agents } = tx.tables;
      const row = {
        email: 'q@example.com',
        name: 'Quinn',
        role: 'agent' as const,
        passwordHash: '',
        createdAt: moment(0),
      };
      return (await tx.insert(agents).values(row).returning({ id: agents.id }))[0]!.id;
    });
    const quinn = {
      ...get(undefined, moment(1_000_000)),
      actor: { kind: 'agent', id: agentId, name: 'Quinn', role: 'agent', tier: 1 },
    } as const;
    const [mine, urgent, plain] = [
      await file('Mine', 3_000),
      await file('Urgent', 3_001),
      await file('Plain', 3_002),
    ];
    await assignTicket(quinn, mine, agentId);
    await setPriority(quinn, urgent, { impact: 3, urgency: 3 });
    await handOver(quinn, urgent, { to: 'tier:4', why: 'escalation' });
    await tagTicket(quinn, urgent, 'fire');
    await tagTicket(quinn, plain, 'fire');
    expect((await show('view=mine', quinn)).rows.map((row) => row.id)).toEqual([mine]);
    expect((await show('', quinn)).views.mine).toEqual({ count: 1, isMore: false });
    expect(await idsOf('view=unassigned')).not.toContain(mine);
    expect(await idsOf('view=all&tag=fire')).toEqual(expect.arrayContaining([urgent, plain]));
    expect(await idsOf('view=all&tag=fire')).toHaveLength(2);
    expect(await idsOf('view=all&tag=fire&priority=5')).toEqual([urgent]);
    expect(await idsOf('view=all&tier=4')).toEqual([urgent]);
    expect(await idsOf(`view=all&assignee=${agentId}`)).toEqual([mine]);
    expect(await idsOf('view=all&tag=nothing')).toEqual([]);
    expect((await show('view=all&tag=fire')).total).toEqual({ count: 2, isMore: false });
    const [row] = (await show('view=all&tier=4')).rows;
    expect(row).toMatchObject({ requesterName: 'Zoë', tags: ['fire'], priority: 5, assigneeName: null });
  });

  test('an open page learns how many tickets came or changed since, and only those of its filter', async () => {
    const since = moment(2_000_000);
    const ask = async (query: string) => (await queueChanges(get(), new URLSearchParams(query), since)).count;
    expect(await ask('view=open')).toBe(0);
    const number = await file('After all', 2_000_001);
    expect([await ask('view=open'), await ask('view=waiting')]).toEqual([1, 0]);
    await replyAsAgent(get(undefined, moment(2_000_002)), number, { body: 'Yes?' });
    expect([await ask('view=open'), await ask('view=waiting')]).toEqual([0, 1]);
  });

  test('tickets are found by every word in them, folded, by beginnings, newest first', async () => {
    const find = async (query: string) => (await searchTickets(get(), query)).map((row) => row.id);
    const one = await file('Zebrafish città', 4_000, 'The aquarium leaks. 水槽が漏れる');
    const two = await file('Zebrafish again', 4_001, 'Öl überall');
    expect(await find('zebrafish')).toEqual([two, one]);
    expect(await find('ZEBRA')).toEqual([two, one]);
    expect(await find('citta leaks')).toEqual([one]);
    expect(await find('leaks überall')).toEqual([]);
    expect(await find('OL ÜBER')).toEqual([two]);
    expect(await find('漏れ')).toEqual([one]);
    expect(await find(String(two))).toContain(two);
    expect(await find('zebrafishagain@example.com')).toEqual([two]);
    await replyAsAgent(get(), one, { body: 'Use **sealant**.' });
    expect(await find('sealant aquarium')).toEqual([one]);
    expect(await find('le')).toEqual([]);
    expect(await idsOf('view=all&q=zebrafish')).toEqual([two, one]);
    expect(await idsOf('view=waiting&q=zebrafish')).toEqual([one]);
    expect(await idsOf(`view=all&q=zebrafish&after=${4_001}.${two}`)).toEqual([one]);
  });

  test('tickets whose words are missing, as after a restored backup, are indexed again', async () => {
    const number = await file('Wombat in the server room', 5_000);
    expect(await indexMissing(get())).toBe(0);
    await get().db.write((tx) => keepWords(tx, number, ['nothing']));
    expect(await searchTickets(get(), 'wombat')).toEqual([]);
    await get().db.write((tx) => dropWords(tx, number));
    expect(await indexMissing(get())).toBe(1);
    expect((await searchTickets(get(), 'wombat')).map((row) => row.id)).toEqual([number]);
  });

  test('a search is only ever words: no syntax of either engine gets through', async () => {
    const find = (query: string) => searchTickets(get(), query);
    const hostile = [
      '"',
      "'",
      '*',
      '(',
      ')',
      'a AND',
      'OR OR',
      'NOT',
      'NEAR(a b)',
      'words:',
      '^a',
      'a*b',
      "' OR 1=1 --",
      'a & | !',
      ':*',
      "a':*",
      '<->',
      '\\',
      '\0',
      '%',
      '_',
      '-a',
      '+a',
      '{a b}',
      'rowid:1',
      'à\u0300\u0301',
      '\ud800',
      '👩‍👩‍👧',
      '܀',
      'ก็',
      '\u{1e900}',
      'x'.repeat(100_000),
      'a '.repeat(20_000),
      '',
    ];
    for (const query of hostile)
      expect(Array.isArray(await find(query)), JSON.stringify(query.slice(0, 20))).toBe(true);
    expect(await find('NOT zebrafish')).toEqual([]);
    expect(await find('!!!')).toEqual([]);
  });
});
