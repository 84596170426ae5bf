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

test.each<[string, string]>([
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
