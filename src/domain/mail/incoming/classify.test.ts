import { expect, test } from 'vitest';
import { parseRaw } from './parsed.ts';
import { readMail } from './read.ts';

const read = async (text: string) =>
  readMail(await parseRaw(Buffer.from(text)), () => Promise.resolve('0'.repeat(64)));
const from = (who: string, more = '', subject = 'Re: Your question') =>
  `From: ${who}\nTo: help@x.test\nSubject: ${subject}\n${more}\n`;

const dsn = (
  action: string,
  status = '5.1.1',
) => `Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.x.test

Final-Recipient: rfc822; Ada@Shop.test
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 ${status} no such user here

--b
Content-Type: text/rfc822-headers

Message-ID: <sent-1@x.test>
From: help@x.test
To: Ada@Shop.test
--b--
`;
const arf = `Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b

Somebody complained.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Original-Rcpt-To: ada@shop.test

--b
Content-Type: message/rfc822

Message-ID: <sent-1@x.test>
To: ada@shop.test

Hello
--b--
`;
const daemon = 'Mail Delivery System <mailer-daemon@mx.x.test>';

test.each<[string, string, string]>([
  [
    'a person',
    from('ada@shop.test', '', 'Mail could not be delivered to my boss') + '\nWhy was it undeliverable?',
    'message',
  ],
  [
    'a person who forwards a bounce and asks',
    from('ada@shop.test', '', 'Fwd: Undeliverable') +
      `\nPlease look at this, our orders have not come through for three days now and nobody can tell us why, neither the hoster nor the shop. What should we do?\n\n> From: ${daemon}\n> To: ada@shop.test\n> Subject: Undeliverable`,
    'message',
  ],
  ['a person whose program says no', from('ada@shop.test', 'Auto-Submitted: no\n') + '\nHello', 'message'],
  [
    'a vacation',
    from('ada@shop.test', 'Auto-Submitted: auto-replied (vacation)\n') + '\nI am away.',
    'autoReply',
  ],
  ['an older vacation', from('ada@shop.test', 'X-Autoreply: yes\n') + '\nI am away.', 'autoReply'],
  [
    'one told by its subject',
    from('ada@shop.test', '', 'Risposta automatica: Your question') + '\nSono via.',
    'autoReply',
  ],
  [
    'a read receipt',
    from(
      'ada@shop.test',
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n',
    ) + '\n--b\n\nRead.\n--b--',
    'autoReply',
  ],
  ['a cron job', from('root@shop.test', 'Auto-Submitted: auto-generated\n') + '\nDisk full', 'automatic'],
  ['a newsletter', from('news@shop.test', 'List-Unsubscribe: <https://x.test>\n') + '\nBuy', 'automatic'],
  ['a bulk mailing', from('news@shop.test', 'Precedence: bulk\n') + '\nBuy', 'automatic'],
  ['an address that takes no answers', from('no-reply@shop.test') + '\nYour parcel', 'automatic'],
  [
    'one that asks for no answer',
    from('ada@shop.test', 'X-Auto-Response-Suppress: OOF, AutoReply\n') + '\nHi',
    'automatic',
  ],
  ['a failure for machines', from(daemon, dsn('failed')), 'bounce'],
  ['a delay for machines', from(daemon, dsn('delayed', '4.4.1')), 'delay'],
  ['a success for machines', from(daemon, dsn('delivered', '2.0.0')), 'delivered'],
  [
    'a failure in words',
    from('MAILER-DAEMON@x.test', '', 'failure notice') +
      '\n<ada@shop.test>:\nSorry, no mailbox here by that name. (#5.1.1)',
    'bounce',
  ],
  ['an abuse report', from('abuse@isp.test', arf), 'complaint'],
])('%s', async (_, text, kind) => {
  expect((await read(text)).kind).toBe(kind);
});

test('a report says whom it speaks of, why, and which message', async () => {
  const { report } = await read(from(daemon, dsn('failed')));
  expect(report).toEqual({
    recipient: 'ada@shop.test',
    status: '5.1.1',
    text: 'smtp; 550 5.1.1 no such user here',
    messageIds: ['<sent-1@x.test>'],
  });
  expect((await read(from('abuse@isp.test', arf))).report).toMatchObject({
    recipient: 'ada@shop.test',
    messageIds: ['<sent-1@x.test>'],
  });
});

test.each<[string, string]>([
  [
    'qmail',
    'Hi. This is the qmail-send program.\n\n<ada@shop.test>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown',
  ],
  [
    'Exim',
    'A message that you sent could not be delivered.\nThe following address(es) failed:\n\n  ada@shop.test\n    all relevant MX records point to non-existent hosts: 550 5.1.1',
  ],
  [
    'sendmail',
    '----- The following addresses had permanent fatal errors -----\n<ada@shop.test>\n    (reason: 550 5.1.1 <ada@shop.test>... User unknown)',
  ],
  [
    'Exchange',
    'Your message\n\n  did not reach the following recipient(s):\n\nada@shop.test on Mon, 2 Mar 2026\n  <mx.x.test #5.1.1>',
  ],
  ['one that knows SMTP', 'Delivery failed.\nRCPT TO:<ada@shop.test>\n550 5.1.1 unknown user'],
])('whom a report in the words of %s speaks of', async (_, words) => {
  const { report } = await read(`${from(daemon, '', 'Mail delivery failed')}\n${words}`);
  expect(report).toMatchObject({ recipient: 'ada@shop.test', status: '5.1.1' });
});

test('a report inside of another, and an address in quotation marks', async () => {
  const inner = `From: MAILER-DAEMON@in.test\nContent-Type: multipart/report; boundary=i\n\n--i\n\nNo.\n\n--i\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; in.test\n\nFinal-Recipient: rfc822; "eva....x"@shop.test\nStatus: 5.1.1\n\n--i\nContent-Type: text/rfc822-headers\n\nMessage-ID: <ours@desk.test>\n--i--\n`;
  const outer = `From: MAILER-DAEMON@out.test\nSubject: Returned mail: User unknown\nContent-Type: multipart/mixed; boundary=o\n\n--o\n\nThe following addresses had permanent delivery errors\n\n--o\nContent-Type: message/rfc822\n\n${inner}\n--o--\n`;
  expect(await read(outer)).toMatchObject({
    kind: 'bounce',
    report: { recipient: '"eva....x"@shop.test', status: '5.1.1' },
  });
  expect((await read(outer)).report!.messageIds).toContain('<ours@desk.test>');
});
