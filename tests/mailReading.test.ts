import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { htmlToText } from '#src/domain/mail/incoming/htmlText.ts';
import { parseRaw } from '#src/domain/mail/incoming/parsed.ts';
import { readMail } from '#src/domain/mail/incoming/read.ts';
import { extractReply } from '#src/domain/mail/incoming/reply.ts';
import { corpus, mailCases, normal, replyCases, type MailCase } from './corpora.ts';

/** Reading alone, over real messages. `npm run bench:mail` measures the whole trip. */
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const read = async (one: MailCase) =>
  readMail(await parseRaw(readFileSync(one.file)), (bytes) => Promise.resolve(sha256(bytes)));
/** How many of the cases that say something about it hold, as a share. */
async function share<T>(cases: T[], holds: (one: T) => Promise<boolean | null> | boolean | null) {
  const all = (await Promise.all(cases.map(holds))).filter((one) => one !== null);
  return all.filter(Boolean).length / all.length;
}

const mail = corpus('mail');
describe.skipIf(!mail)('real and malformed messages', () => {
  const cases = mail ? mailCases(mail) : [];
  const wanted = <K extends keyof MailCase['must']>(one: MailCase, key: K) =>
    one.disputed?.includes(key) ? undefined : one.must[key];

  test('sender, subject, text and files', async () => {
    const sender = await share(cases, async (one) => {
      const want = wanted(one, 'from_email');
      return want === undefined ? null : (await read(one)).from?.email === want.toLowerCase();
    });
    const subject = await share(cases, async (one) => {
      const want = wanted(one, 'subject');
      return want === undefined ? null : normal((await read(one)).subject) === normal(want);
    });
    const text = await share(cases, async (one) => {
      const want = wanted(one, 'text_norm');
      return want === undefined ? null : normal((await read(one)).text).startsWith(normal(want));
    });
    const files = await share(cases, async (one) => {
      const want = wanted(one, 'attachment_sha256_must_include');
      if (want === undefined) return null;
      const hashes = (await read(one)).files.map(({ hash }) => hash);
      return want.every((hash) => hashes.includes(hash));
    });
    expect(sender).toBe(1);
    expect(subject).toBeGreaterThanOrEqual(0.99);
    expect(text).toBeGreaterThanOrEqual(0.9);
    expect(files).toBeGreaterThanOrEqual(0.95);
  });
});

const bounces = corpus('bounces');
describe.skipIf(!bounces)('bounces, complaints and automatic answers', () => {
  const cases = bounces ? mailCases(bounces) : [];

  test('all are told from messages that want an answer, and whom they speak of is found', async () => {
    const reports = cases.filter((one) => /bounce$|complaint$/.test(one.class) && one.class !== 'not-bounce');
    const kinds = await share(reports, async (one) =>
      /^(bounce|delay|complaint|autoReply)$/.test((await read(one)).kind),
    );
    const replies = cases.filter((one) => one.class === 'auto-reply');
    const automatic = await share(replies, async (one) => (await read(one)).kind === 'autoReply');
    const recipient = await share(cases, async (one) => {
      const want = one.upstream_expected?.final_recipient;
      return want === undefined ? null : (await read(one)).report?.recipient === want.toLowerCase();
    });
    expect(kinds).toBe(1);
    expect(automatic).toBe(1);
    expect(recipient).toBeGreaterThanOrEqual(0.95);
  });
});

const replies = corpus('reply');
describe.skipIf(!replies)('replies with quotes and signatures', () => {
  const cases = replies ? replyCases(replies) : [];
  const reply = (one: (typeof cases)[number]) => extractReply(one.input ?? htmlToText(one.input_html!));
  const compare = (holds: (got: string, want: string) => boolean) =>
    share(cases, (one) => {
      if (one.expected_reply_nospace !== undefined)
        return holds(reply(one).replace(/\s/g, ''), one.expected_reply_nospace);
      const want = one.expected_reply ?? one.expected_reply_first_fragment;
      return want === undefined ? null : holds(normal(reply(one)), normal(want));
    });

  test('the reply is what the sender wrote', async () => {
    expect(await compare((got, want) => got === want)).toBeGreaterThanOrEqual(0.8);
    expect(await compare((got, want) => got.includes(want))).toBeGreaterThanOrEqual(0.95);
  });

  test('none is empty', () => {
    for (const one of cases) expect(reply(one), one.id).not.toBe('');
  });
});
