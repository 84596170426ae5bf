import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { contextOf } from '../helpers.ts';
import { isSweep } from '../sweep.ts';
import { eachServer } from './server.ts';

const rounds = isSweep ? 20 : 3;
const people = 4;

/** A person who sends a form, and sends it again when the line breaks, as browsers and people do. */
interface Sent {
  /** Makes the person: what is sent again is the same to the letter, else it would be another question. */
  n: number;
  subject: string;
  form: string;
  number: number | null;
  tries: number;
}

eachServer(
  (get) => {
    const newForm = async (n: number): Promise<Sent> => {
      const ctx = contextOf(get().app);
      const form = { ...newAskForm(ctx), at: Date.now() - 60_000 };
      return { n, subject: `Crash ${n}`, form: await sealAskForm(ctx, form), number: null, tries: 0 };
    };

    /** One try. @returns false when the connection broke: whether it was filed nobody knows. */
    async function send(sent: Sent): Promise<boolean> {
      const { n } = sent;
      sent.tries += 1;
      const fields = {
        form: sent.form,
        problem: 'It crashed',
        subject: sent.subject,
        details: `Details of ${sent.subject}`,
        name: 'Ada',
        email: `ada${n}@example.com`,
        website: '',
        files: new File([`the log of ${sent.subject}\n`], 'log.txt', { type: 'text/plain' }),
      };
      const headers = { 'x-forwarded-for': `10.${(n >> 8) % 250}.${n % 250}.1` };
      const reply = await get()
        .client()
        .post('/en/ask?_action=ask.send', fields, { multipart: true, headers })
        .catch(() => null);
      if (!reply) return false;
      expect([reply.status, reply.text.slice(0, 200)]).toEqual([303, '']);
      sent.number = Number(/ticket=(\d+)/.exec(reply.location ?? '')?.[1]);
      return true;
    }

    test(`killed ${rounds} times while tickets come in, every acknowledged one is there, once and whole`, async () => {
      const all: Sent[] = [];
      let pending: Sent[] = [];
      let n = 0;
      for (let round = 0; round < rounds; round++) {
        let isDown = false;
        const working = Array.from({ length: people }, async () => {
          while (!isDown) {
            const sent = pending.pop() ?? (await newForm((n += 1)));
            if (!all.includes(sent)) all.push(sent);
            if (!(await send(sent))) {
              pending.push(sent);
              return;
            }
          }
        });
        const acknowledged = () => all.filter(({ number }) => number !== null).length;
        const before = acknowledged();
        while (acknowledged() < before + 3) await sleep(5);
        await sleep(Math.random() * 150);
        await get().kill();
        isDown = true;
        await Promise.all(working);
        await get().restart();
      }
      for (const sent of pending) expect(await send(sent)).toBe(true);
      pending = [];

      const { read } = contextOf(get().app).db;
      const { tickets, messages, attachments, ticketEvents } = read.tables;
      const rows = await read.select().from(tickets);
      const bySubject = Map.groupBy(rows, (row) => row.subject);
      const wrong = all.filter(({ subject, number }) => {
        const found = bySubject.get(subject) ?? [];
        return found.length !== 1 || found[0]!.id !== number;
      });
      expect(wrong).toEqual([]);
      expect(rows).toHaveLength(all.length);
      for (const table of [messages, attachments, ticketEvents])
        expect((await read.select().from(table)).map((row) => row.ticketId).sort()).toEqual(
          rows.map((row) => row.id).sort(),
        );
      for (const { hash } of await read.select().from(attachments))
        expect(await get().app.files.has(hash)).toBe(true);
      // It proves something only when the kills really hit.
      expect(all.length).toBeGreaterThan(rounds * 3);
      expect(all.some(({ tries }) => tries > 1)).toBe(true);
    });
  },
  { TRUSTED_PROXIES: '1' },
);
