import { describe, expect, test } from 'vitest';
import type { Context, VisitorActor } from '#src/context.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { sendToSupport, type AskInput } from '#src/domain/ask/send.ts';
import type { KeptFile } from '#src/domain/tickets/keptFiles.ts';
import type { DomainError } from '#src/errors.ts';
import { recordEvent } from '#src/domain/visits/recordEvent.ts';
import { contextOf, eachEngine } from '../helpers.ts';

const start = new Date('2026-03-02T10:00:00Z');
const text = (name: string, words: string) => ({ name, bytes: new TextEncoder().encode(words) });

eachEngine((get) => {
  const visitor = (visitId: string | null = null, seconds = 0): Context => {
    const actor: VisitorActor = { kind: 'visitor', visitId, isCounted: true, ticketKeys: {} };
    return contextOf(get(), actor, new Date(start.getTime() + seconds * 1000));
  };
  const shownForm = () => sealAskForm(visitor(), newAskForm(visitor()));
  let address = 0;
  const input = async (changes: Partial<AskInput> = {}): Promise<AskInput> => ({
    form: await shownForm(),
    problem: '',
    subject: 'The printer is on fire',
    details: 'Since this morning.\nSmoke.',
    name: 'Ada Lovelace',
    email: ' Ada@Example.org ',
    website: '',
    kept: [],
    files: [],
    clientAddress: `203.0.113.${++address % 250}`,
    ...changes,
  });
  const refusal = async (sending: Promise<unknown>) => {
    const error = (await sending.then(
      () => null,
      (e: unknown) => e,
    )) as DomainError | null;
    return { code: error?.code, ...(error?.details as { form: string; kept: KeptFile[]; fields?: object }) };
  };
  const rows = async () => {
    const { tickets, messages, attachments, visitEvents } = get().db.read.tables;
    return {
      tickets: await get().db.read.select().from(tickets),
      messages: await get().db.read.select().from(messages),
      attachments: await get().db.read.select().from(attachments),
      events: await get().db.read.select().from(visitEvents),
    };
  };

  test('files a ticket with the words, the files and the story of the visit', async () => {
    const searched = await recordEvent(visitor(), {
      kind: 'search',
      query: 'fire',
      resultCount: 0,
      verdict: 'nothing',
    });
    const files = [text('log.txt', 'error 42')];
    const sent = await sendToSupport(
      visitor(searched!.visitId, 60),
      await input({ files, problem: 'It burns' }),
    );
    const { tickets, messages, attachments, events } = await rows();
    expect(tickets.find(({ id }) => id === sent.number)).toMatchObject({
      subject: 'The printer is on fire',
      visitId: searched!.visitId,
      story: [{ kind: 'search_nothing', query: 'fire' }],
    });
    expect(messages.find(({ ticketId }) => ticketId === sent.number)!.body).toBe(
      'It burns\n\nSince this morning.\nSmoke.',
    );
    expect(attachments.filter(({ ticketId }) => ticketId === sent.number)).toMatchObject([
      { name: 'log.txt', size: 8 },
    ]);
    expect(events.filter(({ ticketId }) => ticketId === sent.number)).toMatchObject([
      { kind: 'ticket_filed', visitId: searched!.visitId },
    ]);
  });

  test('the same form twice, even at once, is one ticket and one signal', async () => {
    const same = await input({ files: [text('a.txt', 'a')] });
    const [a, b] = await Promise.all([
      sendToSupport(visitor(null, 60), same),
      sendToSupport(visitor(null, 60), same),
    ]);
    const c = await sendToSupport(visitor(null, 90), same);
    expect([b.number, c.number]).toEqual([a.number, a.number]);
    expect([b.key, c.key]).toEqual([a.key, a.key]);
    expect((await rows()).events.filter(({ ticketId }) => ticketId === a.number)).toHaveLength(1);
  });

  describe('a refused form', () => {
    test('says what is wrong with each field and keeps every good file', async () => {
      const files = [
        text('good.txt', 'kept'),
        { name: 'evil.exe', bytes: new Uint8Array([0x4d, 0x5a, 0, 0]) },
      ];
      const bad = await input({ subject: ' ', email: 'nobody', name: '', files });
      const { code, fields, kept } = await refusal(sendToSupport(visitor(null, 60), bad));
      expect(code).toBe('invalid');
      expect(fields).toEqual({
        subject: 'required',
        email: 'bad_email',
        name: 'required',
        files: 'file_type',
      });
      expect(kept).toMatchObject([{ name: 'good.txt', size: 4 }]);
    });

    test('sent again with what it was given needs nothing typed or chosen twice', async () => {
      const bad = await input({ email: 'nobody', files: [text('shot.txt', 'pixels')] });
      const { form, kept } = await refusal(sendToSupport(visitor(null, 60), bad));
      const again = {
        ...bad,
        email: 'ada@example.org',
        form,
        kept: kept.map(({ token }) => token),
        files: [],
      };
      const { number } = await sendToSupport(visitor(null, 70), again);
      const { attachments } = await rows();
      expect(attachments.filter(({ ticketId }) => ticketId === number)).toMatchObject([
        { name: 'shot.txt', size: 6 },
      ]);
    });

    test('takes no file that it did not hand out itself', async () => {
      const { hash } = (await rows()).attachments[0]!;
      const forged = Buffer.from(JSON.stringify({ hash, name: 'x', size: 1 })).toString('base64url');
      const sent = await sendToSupport(visitor(null, 60), await input({ kept: [`${forged}.AAAA`, forged] }));
      expect((await rows()).attachments.filter(({ ticketId }) => ticketId === sent.number)).toEqual([]);
    });

    test('counts kept and new files together', async () => {
      const files = Array.from({ length: 7 }, (_, i) => text(`${i}.txt`, String(i)));
      const { fields, kept } = await refusal(sendToSupport(visitor(null, 60), await input({ files })));
      expect(fields).toEqual({ files: 'too_many_files' });
      expect(kept).toHaveLength(5);
    });
  });

  describe('robots', () => {
    test('who is quicker than a person is asked to press again, and then heard', async () => {
      const quick = await input();
      const { code, form, ...rest } = await refusal(sendToSupport(visitor(null, 1), quick));
      expect({ code, ...rest }).toMatchObject({ code: 'invalid', reason: 'too_quick' });
      await expect(sendToSupport(visitor(null, 3), { ...quick, form })).resolves.toMatchObject({
        key: expect.any(String),
      });
    });

    test.each(['', 'made.up', 'e30.AAAA'])(
      'a form that was never shown (%j) is shown first',
      async (form) => {
        const refused = await refusal(sendToSupport(visitor(null, 60), await input({ form })));
        expect(refused).toMatchObject({ code: 'invalid', reason: 'too_quick' });
        const again = await input({ form: refused.form });
        await expect(sendToSupport(visitor(null, 70), again)).resolves.toBeDefined();
      },
    );

    test('who fills in the hidden field is told to empty it', async () => {
      const { fields } = await refusal(
        sendToSupport(visitor(null, 60), await input({ website: 'http://x' })),
      );
      expect(fields).toEqual({ website: 'must_be_empty' });
    });

    test('one address files so many in an hour; nothing is lost by it', async () => {
      const clientAddress = '2001:db8:7::1';
      const sent = [];
      for (let i = 0; i < 30; i++)
        sent.push(await sendToSupport(visitor(null, 60), await input({ clientAddress: `2001:db8:7::${i}` })));
      expect(new Set(sent.map(({ number }) => number)).size).toBe(30);
      const { code, kept } = await refusal(
        sendToSupport(visitor(null, 60), await input({ clientAddress, files: [text('a.txt', 'a')] })),
      );
      expect(code).toBe('rate_limited');
      expect(kept).toHaveLength(1);
      const later = { ...(await input({ clientAddress })) };
      await expect(sendToSupport(visitor(null, 3_700), later)).resolves.toBeDefined();
    });
  });

  test.each(["'; DROP TABLE tickets;--", '<script>alert(1)</script>', '￾﷽🏳️‍🌈', '${7*7}', 'Ω≈ç√∫'])(
    '%j comes back as it was',
    async (words) => {
      const sent = await sendToSupport(
        visitor(null, 60),
        await input({ subject: words, details: words, name: words }),
      );
      const { tickets, messages } = await rows();
      expect(tickets.find(({ id }) => id === sent.number)).toMatchObject({ subject: words });
      expect(messages.find(({ ticketId }) => ticketId === sent.number)!.body).toBe(words);
    },
  );

  test('a NUL is refused in words, not with a failure', async () => {
    const refused = await refusal(sendToSupport(visitor(null, 60), await input({ details: 'a\u0000b' })));
    expect(refused).toMatchObject({ code: 'invalid', fields: { details: 'bad_character' } });
  });
});
