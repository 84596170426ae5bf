import { expect, test } from 'vitest';
import { extractReply } from './reply.ts';

const thanks = 'It works now, thank you.\nAda';

test.each<[string, string]>([
  [
    'an English attribution',
    `${thanks}\n\nOn Mon, Mar 2, 2026 at 6:26 PM, Support <help@x.test> wrote:\n> Try this.\n`,
  ],
  [
    'one that was wrapped',
    `${thanks}\n\nOn Mon, Mar 2, 2026 at 6:26 PM, Support <\nhelp@x.test> wrote:\n\n> Try this.\n`,
  ],
  [
    'an Italian one',
    `${thanks}\n\nIl giorno lun 2 mar 2026 alle ore 18:26 Support <help@x.test> ha scritto:\n\n> Prova.`,
  ],
  ['a German one', `${thanks}\n\nAm 02.03.2026 um 18:26 schrieb Support:\n> Versuchen Sie es.`],
  ['a Russian one without a verb', `${thanks}\n\nпн, 2 мар. 2026 г. в 18:26, Support <help@x.test>:\n> Так`],
  ['a Japanese one', `${thanks}\n\n2026年3月2日(月) 18:26 Support <help@x.test>:\n> はい`],
  [
    'headers as Outlook writes them',
    `${thanks}\n\nFrom: Support <help@x.test>\nSent: Monday, 2 March 2026 18:26\nTo: Ada\nSubject: Re: Help\n\nTry this.`,
  ],
  [
    'the same in Italian under a rule',
    `${thanks}\n________________________________\nDa: Support <help@x.test>\nInviato: lunedì 2 marzo 2026 18:26\nA: Ada\nOggetto: Aiuto\n\nProva.`,
  ],
  ['an original message', `${thanks}\n\n-----Original Message-----\nTry this.`],
  ['a signature', `${thanks}\n-- \nAda Lovelace\nAnalytical Engines`],
  ['a telephone', `${thanks}\n\nInviato da iPhone\n\n> Prova`],
  [
    'a mailing list',
    `${thanks}\n_______________________________________________\nusers mailing list\nusers@lists.test\n`,
  ],
  ['Windows line ends', `${thanks.replace('\n', '\r\n')}\r\n\r\n> Try this.\r\n`],
])('only what the sender wrote is left: %s', (_, text) => {
  expect(extractReply(text)).toBe(thanks);
});

/** As Gmail, Apple Mail, Thunderbird, Yahoo and Proton begin a quote; where it breaks a line does not matter. */
test.each([
  'On 2 Mar 2026, at 18:26, Support <help@x.test> wrote:',
  'Il lun 2 mar 2026, 18:26 Support <help@x.test> ha scritto:',
  'In data lunedì 2 marzo 2026 alle ore 18:26:11 CET, Support <help@x.test> ha scritto:',
  'Am Mo., 2. März 2026 um 18:26 Uhr schrieb Support <help@x.test>:',
  'Le lun. 2 mars 2026 à 18:26, Support <help@x.test> a écrit :',
  'El lun, 2 mar 2026 a las 18:26, Support (<help@x.test>) escribió:',
  'Em seg., 2 de mar. de 2026 às 18:26, Support <help@x.test> escreveu:',
  'Op 2 mrt 2026, om 18:26 heeft Support <help@x.test> het volgende geschreven:',
  'W dniu 02.03.2026 o 18:26, Support pisze:',
  'Wiadomość napisana przez Support <help@x.test> w dniu 2 mar 2026, o godz. 18:26:',
  'po 2. 3. 2026 v 18:26 odesílatel Support <help@x.test> napsal:',
  'Den mån 2 mars 2026 kl 18:26 skrev Support <help@x.test>:',
  'ma 2. maalisk. 2026 klo 18.26 Support (help@x.test) kirjoitti:',
  'Support <help@x.test>, 2 Mar 2026 Pzt, 18:26 tarihinde şunu yazdı:',
  'Στις Δευ 2 Μαρ 2026 στις 6:26 μ.μ., ο/η Support <help@x.test> έγραψε:',
  'пн, 2 бер. 2026 р. о 18:26 Support <help@x.test> пише:',
  'Support <help@x.test> 于2026年3月2日周一 18:26写道：',
  '2026/03/02 18:26、Support <help@x.test>のメール:',
  '2026년 3월 2일 (월) 오후 6:26, Support <help@x.test>님이 작성:',
  'ในวันที่ จ. 2 มี.ค. 2026 เวลา 18:26 Support <help@x.test> เขียนว่า:',
  'Support <help@x.test> writes:',
])('every language and program is known: %s', (line) => {
  const middle = line.lastIndexOf(' ', line.length * 0.7);
  const wrapped = `${line.slice(0, middle)}\n${line.slice(middle + 1)}`;
  for (const said of [line, ...(middle > 10 ? [wrapped] : [])])
    expect(extractReply(`${thanks}\n\n${said}\n\n> Try this.\n> Otto`)).toBe(thanks);
});

test.each([
  'Envoyé de mon iPhone',
  'Von meinem Samsung Galaxy Smartphone gesendet.',
  'Verstuurd vanaf mijn iPhone',
  'iPhoneから送信',
  '从我的 iPhone 发送',
  '나의 iPhone에서 보냄',
  'Enviat des del meu iPhone',
  'Scarica Outlook per Android',
  'Outlook für Android herunterladen',
  'Provenance : Courrier pour Windows',
])('what a telephone adds goes: %s', (line) => {
  expect(extractReply(`${thanks}\n\n${line}\n`)).toBe(thanks);
});

test('an answer below the whole quoted message stands alone', () => {
  const quote = 'Am 02.03.2026 um 18:26 schrieb Support <help@x.test>:\n\n> Does it start?\n> Otto';
  expect(extractReply(`${quote}\n\n${thanks}\n\n-- \nAda`)).toBe(thanks);
});

test.each<[string, string]>([
  ['a beginning like a quote’s', 'On Monday at 10:30 I wrote:\nit was broken. Today it works.'],
  ['a program’s name', 'Which program?\n\nOutlook for Android\n\nThanks'],
  ['a photo from a telephone', 'Hello,\n\nI took it with my iPhone and sent it to you\n\nAda'],
  ['colons and addresses in a sentence', 'It comes from: ada@x.test and From: bob@x.test.\nTo: nobody.'],
  ['a form', 'Name: Ada\nEmail: ada@x.test\nDate: 2026-03-02\nProblem: it does not start.'],
  ['points with dashes', 'Because of:\n-- the first\n-- the second\n\nThanks'],
  ['regards in a sentence', 'With regards to the payment:\nit was sent from my account.'],
  ['code', 'See:\n```\nOn 2026-03-02 10:00 a@b.test wrote:\n--\n```\nThat is all.'],
  ['only a quote', '> All of it is quoted.'],
])('nothing of the sender’s own words goes: %s', (_, text) => {
  expect(extractReply(text)).toBe(text);
});

test('answers between the lines keep the lines they answer', () => {
  const text =
    'On 2 March 2026 18:26, Support <help@x.test> wrote:\n> Does it start?\n\nNo.\n\n> Is it on?\n\nYes.';
  expect(extractReply(text)).toBe('> Does it start?\n\nNo.\n\n> Is it on?\n\nYes.');
});

test('a forwarded message alone stands without its headers', () => {
  const text =
    '---------- Forwarded message ---------\nFrom: Bob <b@x.test>\nDate: Mon, 2 Mar 2026 at 18:26\nSubject: Help\nTo: Ada\n\nIt is broken.';
  expect(extractReply(text)).toBe('It is broken.');
});

test('hostile texts end', () => {
  for (const unit of ['> ', 'On 1:00 a@b.c ', 'From: a\n', '-- \n', '____', 'Name: x\n\n', '\n', ' '])
    expect(extractReply(unit.repeat(50_000)).length).toBeLessThanOrEqual(200_000);
});
