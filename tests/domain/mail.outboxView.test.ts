import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { AgentActor, App, Context } from '#src/context.ts';
import { openMailer } from '#src/domain/mail/mailer.ts';
import { queueMail } from '#src/domain/mail/outbox.ts';
import { getSentMail, outboxQuery, outboxView, sendAgain } from '#src/domain/mail/outboxView.ts';
import { tidyOutbox } from '#src/domain/mail/tidyOutbox.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { eachEngine } from '../helpers.ts';
import { startScriptedSmtp } from '../smtp.ts';

const actor = (role: AgentActor['role']): AgentActor => ({ kind: 'agent', id: 1, name: 'A', role, tier: 1 });
let people = 0;

/** The same app with a mail server. */
const withSmtp = (ctx: Context, url: string): Context => ({
  ...ctx,
  config: { ...ctx.config, smtpUrl: url },
  mailer: openMailer({ smtpUrl: url }),
});

eachEngine((get) => {
  const file = async (ctx: Context) => {
    const email = `reader${++people}@example.org`;
    const { key } = await fileTicket(ctx, { email, subject: 'S', body: 'B', locale: 'en' });
    const { rows } = await outboxView({ ...ctx, actor: actor('agent') }, outboxQuery.parse({ q: email }));
    return { id: rows[0]!.id, key, email };
  };
  const signIn = (ctx: Context, email: string) =>
    ctx.db.write((tx) =>
      queueMail(tx, ctx, {
        kind: 'sign_in',
        to: { email, name: '', locale: 'en' },
        cause: `sign_in:${email}`,
        fields: { 'link.url': 'https://portal.example/secret-token', code: 'ABCD', minutes: '10' },
      }),
    );

  test('without a mail server all is readable; keys of links show to admins only', async () => {
    const { id, key, email } = await file(get());
    const shown = await getSentMail(get(actor('admin')), id);
    expect(shown).toMatchObject({ state: 'unsent', toEmail: email, canSendAgain: false });
    expect(shown.text).toContain(key);
    const toAgent = await getSentMail(get(actor('agent')), id);
    expect(`${toAgent.text}${toAgent.html}`).not.toContain(key);
    expect(toAgent.text).toContain('key=…');
    await expect(getSentMail(get(), id)).rejects.toMatchObject({ code: 'sign_in_required' });
    await expect(sendAgain(get(actor('agent')), id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a mail that lets somebody in is for admins, and is wiped once it was sent', async () => {
    const smtp = await startScriptedSmtp();
    const ctx = withSmtp(get(), smtp.url);
    const id = (await signIn(ctx, 'key@example.org'))!;
    expect(await getSentMail({ ...ctx, actor: actor('agent') }, id)).toMatchObject({
      isHidden: true,
      text: '',
      html: '',
    });
    expect((await getSentMail({ ...ctx, actor: actor('admin') }, id)).text).toContain('secret-token');
    while (await runNextJob(ctx as App, { lane: 'mail', now: new Date(Date.now() + 1_000) }));
    expect(smtp.taken.join()).toContain('secret-token');
    expect(await getSentMail({ ...ctx, actor: actor('admin') }, id)).toMatchObject({
      state: 'sent',
      text: '',
      html: '',
    });
    ctx.mailer!.close();
    await smtp.close();
  });

  test('parked, kept and capped mail is sent by hand; what was sent is not sent again', async () => {
    const smtp = await startScriptedSmtp();
    smtp.script(550);
    const kept = await file(get());
    const ctx = withSmtp(get(), smtp.url);
    const agent = { ...ctx, actor: actor('agent') };
    const work = async () => {
      while (await runNextJob(ctx as App, { lane: 'mail', now: new Date(Date.now() + 1_000) }));
    };
    await sendAgain(agent, kept.id);
    await work();
    expect(await getSentMail(agent, kept.id)).toMatchObject({
      state: 'parked',
      attempts: 1,
      canSendAgain: true,
    });
    smtp.script('accept');
    await sendAgain(agent, kept.id);
    await work();
    expect(await getSentMail(agent, kept.id)).toMatchObject({ state: 'sent', attempts: 1, error: null });
    await expect(sendAgain(agent, kept.id)).rejects.toMatchObject({ code: 'conflict' });
    await fileTicket(ctx, { email: kept.email, subject: 'Again', body: 'B', locale: 'en' });
    const capped = await outboxView(agent, outboxQuery.parse({ q: kept.email, state: 'capped' }));
    expect(capped.rows).toHaveLength(1);
    await sendAgain(agent, capped.rows[0]!.id);
    await work();
    expect(await getSentMail(agent, capped.rows[0]!.id)).toMatchObject({ state: 'sent' });
    expect(smtp.taken).toHaveLength(2);
    ctx.mailer!.close();
    await smtp.close();
  });

  test('who complained gets nothing more, whoever presses the button', async () => {
    const { email } = await file(get());
    const { requesters } = get().db.read.tables;
    await get().db.write(async (tx) => {
      const stopped = { mailStoppedAt: new Date(), mailStoppedFor: 'complaint' as const };
      await tx.update(requesters).set(stopped).where(eq(requesters.email, email));
    });
    const ctx = withSmtp(get(), 'smtp://127.0.0.1:1');
    await fileTicket(ctx, { email, subject: 'Again', body: 'B', locale: 'en' });
    const agent = { ...ctx, actor: actor('agent') };
    const { rows } = await outboxView(agent, outboxQuery.parse({ q: email }));
    expect(rows[0]).toMatchObject({ state: 'capped', error: 'complaint' });
    await expect(sendAgain(agent, rows[0]!.id)).rejects.toMatchObject({ code: 'conflict' });
    ctx.mailer!.close();
  });

  test('notices and keys are forgotten after thirty days; what went to a requester stays', async () => {
    const { id, email } = await file(get());
    const key = (await signIn(get(), 'old@example.org'))!;
    await tidyOutbox(get(undefined, new Date(Date.now() + 31 * 86_400_000)));
    expect(await getSentMail(get(actor('admin')), id)).toMatchObject({ toEmail: email });
    await expect(getSentMail(get(actor('admin')), key)).rejects.toMatchObject({ code: 'not_found' });
  });
});
