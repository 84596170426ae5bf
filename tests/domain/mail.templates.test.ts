import { describe, expect, test } from 'vitest';
import { fieldsOf, kindOf, mailKindNames } from '#src/domain/mail/mail.ts';
import { checkTemplate, compileTemplate, fillTemplate, mailHtml } from '#src/domain/mail/template.ts';
import {
  getTemplate,
  listTemplates,
  previewTemplate,
  resetTemplate,
  saveTemplate,
  shippedTemplate,
  switchMail,
} from '#src/domain/mail/templates.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { locales } from '#src/i18n/index.ts';
import { eachEngine, newAgent } from '../helpers.ts';

const every = mailKindNames.flatMap((kind) => locales.map((locale) => ({ kind, locale })));

describe.each(every)('the $kind that ships in $locale', ({ kind, locale }) => {
  const source = shippedTemplate(kind, locale);

  test('is a right template', () => {
    expect(checkTemplate(source, { fields: fieldsOf(kind), required: kindOf(kind).required })).toEqual([]);
  });

  test('says all with every field, and leaves no hole without those that may be missing', () => {
    const all = Object.fromEntries(fieldsOf(kind).map((name) => [name, `<${name}> & "more"`]));
    const full = fillTemplate(compileTemplate(source), all);
    expect(full.subject).not.toMatch(/[{}]/);
    expect(`${full.text}${full.html}`).not.toMatch(/\{\{|xfield|mail\.templates/);
    expect(full.html).not.toMatch(/<(?:ticket|site|agent|recipient|requester|message|article)\./);
    for (const name of kindOf(kind).required) expect(full.text).toContain(`<${name}>`);
    const fewest = Object.fromEntries(kindOf(kind).required.map((name) => [name, 'X']));
    const bare = fillTemplate(compileTemplate(source), fewest);
    expect(`${bare.subject}${bare.text}${bare.html}`).not.toMatch(/\{\{|undefined/);
    expect(bare.text).toContain('X');
  });
});

const known = { fields: ['message', 'ticket.url', 'ticket.number'], required: ['ticket.url'] };

test.each([
  [{ subject: 'Hi', body: '{{ticket.url}}' }, []],
  [{ subject: 'Hi', body: '{{ ticket.url }}' }, []],
  [{ subject: '', body: '{{ticket.url}}' }, [{ at: 'subject', code: 'required' }]],
  [{ subject: 'Hi', body: 'Nothing' }, [{ at: 'body', code: 'missing_field', field: 'ticket.url' }]],
  [
    { subject: 'Hi', body: '{{nosuch}} {{ticket.url}}' },
    [{ at: 'body', code: 'unknown_field', field: 'nosuch' }],
  ],
  [
    { subject: '{{nosuch}}', body: '{{ticket.url}}' },
    [{ at: 'subject', code: 'unknown_field', field: 'nosuch' }],
  ],
  [{ subject: 'Hi', body: '{{ticket.url}} {{ticket' }, [{ at: 'body', code: 'bad_braces' }]],
  [{ subject: 'Hi', body: '{{Ticket URL}} {{ticket.url}}' }, [{ at: 'body', code: 'bad_braces' }]],
  [
    { subject: 'Hi', body: '[x]({{message}}) {{ticket.url}}' },
    [{ at: 'body', code: 'field_as_link', field: 'message' }],
  ],
  [{ subject: 'x'.repeat(201), body: '{{ticket.url}}' }, [{ at: 'subject', code: 'too_long' }]],
])('a template that is wrong says how: %j', (source, problems) => {
  expect(checkTemplate(source, known)).toEqual(problems);
});

test('what a customer typed can be neither markup, nor a header, nor a field', () => {
  const template = compileTemplate({
    subject: 'Re: {{ticket.number}}',
    body: '{{message}} [Open]({{ticket.url}})',
  });
  const filled = fillTemplate(template, {
    message: '<img src=x onerror=alert(1)> **bold** {{ticket.url}}',
    'ticket.number': 'one\r\nBcc: all@example.org',
    'ticket.url': 'https://portal.example/?a=1&b="',
  });
  expect(filled.subject).toBe('Re: one Bcc: all@example.org');
  expect(filled.html).toContain('&lt;img src=x onerror=alert(1)&gt; **bold** {{ticket.url}}');
  expect(filled.html).toContain('href="https://portal.example/?a=1&amp;b=&quot;"');
  expect(filled.text).toContain('Open <https://portal.example/?a=1&b=">');
});

test('the portal’s HTML keeps its meaning and gets absolute addresses', () => {
  const html = mailHtml(
    '<h2 id="x">A</h2><p>See <a href="/en/faq" class="y">it</a></p>',
    'https://p.example',
  );
  expect(html).toMatch(
    /^<h2 style="[^"]+">A<\/h2><p style="[^"]+">See <a href="https:\/\/p\.example\/en\/faq" style="[^"]+">it<\/a><\/p>$/,
  );
});

eachEngine((get) => {
  test('an admin words a mail anew, sees it before, and goes back', async () => {
    const ada = await newAgent(get(), { role: 'admin' });
    const mine = { subject: 'Got it: {{ticket.number}}', body: 'Ours.\r\n\r\n[Look]({{ticket.url}})' };
    expect(previewTemplate(ada, 'receipt', 'en', mine).html).toContain('Ours.');
    await saveTemplate(ada, 'receipt', 'en', mine);
    expect(await getTemplate(ada, 'receipt', 'en')).toMatchObject({
      isChanged: true,
      body: 'Ours.\n\n[Look]({{ticket.url}})',
    });
    const { sentMails } = get().db.read.tables;
    const file = (email: string) => fileTicket(get(), { email, subject: 'S', body: 'B', locale: 'en' });
    await file('one@example.org');
    const subjects = async () =>
      (await get().db.read.select().from(sentMails))
        .filter(({ kind }) => kind === 'receipt')
        .map(({ subject }) => subject);
    expect(await subjects()).toEqual(['Got it: 1']);
    await resetTemplate(ada, 'receipt', 'en');
    expect(await getTemplate(ada, 'receipt', 'en')).toMatchObject({
      isChanged: false,
      ...shippedTemplate('receipt', 'en'),
    });
    await switchMail(ada, 'receipt', false);
    await file('two@example.org');
    expect(await subjects()).toHaveLength(1);
    await switchMail(ada, 'receipt', true);
    await file('three@example.org');
    expect(await subjects()).toHaveLength(2);
    await expect(switchMail(ada, 'reply', false)).rejects.toMatchObject({ code: 'invalid' });
    expect((await listTemplates(ada)).find(({ kind }) => kind === 'receipt')).toMatchObject({
      changedIn: [],
      isOff: false,
    });
    await expect(
      saveTemplate(ada, 'receipt', 'en', { subject: 'x', body: '{{nope}}' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { body: 'unknown_field' }, field: 'nope' },
    });
    const agent = await newAgent(get());
    await expect(saveTemplate(agent, 'receipt', 'en', mine)).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
