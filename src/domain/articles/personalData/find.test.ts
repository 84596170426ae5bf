import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { People } from './finding.ts';
import { findPersonalData, type ArticleText } from './find.ts';
import { maskFindings } from './mask.ts';
import { dataInTexts } from './ticketData.ts';

const people = { names: ['Giulia De Santis'], emails: ['giulia.desantis84@posta.example.it'] };
const nobody: People = { names: [], emails: [] };
const article = (source: string, more: Partial<ArticleText> = {}): ArticleText => ({
  title: 'Title',
  summary: '',
  slug: 'title',
  tags: [],
  source,
  ...more,
});
const found = (source: string, whose = nobody) =>
  findPersonalData(article(source), whose).map(({ kind, text }) => `${kind} ${text}`);

test.each([
  ['Write to anna.rossi@gmail.com today', 'email anna.rossi@gmail.com'],
  ['Scrivi a l.bianchi@azienda.it.', 'email l.bianchi@azienda.it'],
  ['Call +39 347 123 4567 please', 'phone +39 347 123 4567'],
  ['Call 0039 06 1234 5678', 'phone 0039 06 1234 5678'],
  ['tel. 347-1234567', 'phone 347-1234567'],
  ['cell 3471234567', 'phone 3471234567'],
  ['fisso 06 12345678', 'phone 06 12345678'],
  ['ufficio 02/8901234', 'phone 02/8901234'],
  ['US (555) 123-4567', 'phone (555) 123-4567'],
  ['US 555-123-4567', 'phone 555-123-4567'],
  ['UK 020 7946 0958', 'phone 020 7946 0958'],
  ['UK +44 (0)20 7946 0958', 'phone +44 (0)20 7946 0958'],
  ['FR 06 12 34 56 78', 'phone 06 12 34 56 78'],
  ['card 4111 1111 1111 1111 was declined', 'card 4111 1111 1111 1111'],
  ['carta 5500005555555559', 'card 5500005555555559'],
  ['IBAN IT60 X054 2811 1010 0000 0123 456', 'iban IT60 X054 2811 1010 0000 0123 456'],
  ['iban: DE89370400440532013000', 'iban DE89370400440532013000'],
  ['GB82 WEST 1234 5698 7654 32 is mine', 'iban GB82 WEST 1234 5698 7654 32'],
  ['CF RSSMRA80A01H501U', 'taxCode RSSMRA80A01H501U'],
  ['SSN 536-90-4399', 'taxCode 536-90-4399'],
  ['from 93.184.216.34 at night', 'ip 93.184.216.34'],
  ['from 2a02:26f0:e3::5f65:1b4c', 'ip 2a02:26f0:e3::5f65:1b4c'],
  ['device 00:1B:44:11:3A:B7', 'device 00:1B:44:11:3A:B7'],
  ['my order number 48213', 'number 48213'],
  ['Order #A-4821377 is late', 'number A-4821377'],
  ['ordine n. 2024/88123', 'number 2024/88123'],
  ['codice cliente: 770123', 'number 770123'],
  ['la fattura 12345/A è sbagliata', 'number 12345/A'],
  ['see #104938', 'number 104938'],
  ['the number 738291046 appears', 'number 738291046'],
  ['id 550e8400-e29b-41d4-a716-446655440000', 'number 550e8400-e29b-41d4-a716-446655440000'],
  ['https://shop.example/reset?token=8f3kd92ks', 'secret 8f3kd92ks'],
  ['https://shop.example/login?user=giulia84&x=1', 'secret giulia84'],
  ['https://anna:pa55w0rd@shop.example/', 'secret anna:pa55w0rd'],
  ['https://shop.example/i/aB3dE9fG7hJ2kL5mN8pQ/view', 'secret aB3dE9fG7hJ2kL5mN8pQ'],
  ['Authorization: Bearer aGVsbG8gd29ybGQ3Nzc', 'secret aGVsbG8gd29ybGQ3Nzc'],
  ['key sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'secret sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
  ['my password is Fuffi2019!', 'secret Fuffi2019!'],
  ['la password: gatto_99', 'secret gatto_99'],
  ['I live at 12 Old Kent Road', 'address 12 Old Kent Road'],
  ['abito in via Garibaldi 24', 'address via Garibaldi 24'],
  ['Viale della Libertà, 7/b', 'address Viale della Libertà, 7/b'],
  ['nato a Roma il 03/05/1961', 'birth 03/05/1961'],
  ['date of birth: 1961-05-03', 'birth 1961-05-03'],
  ['in via Roma 3/b, 20121 Milano (MI) da maggio', 'address via Roma 3/b, 20121 Milano (MI)'],
  ['to 12 Mill Lane, London SW1A 2AA.', 'address 12 Mill Lane, London SW1A 2AA'],
  ['my username is hpemberton', 'login hpemberton'],
  ['l’utente rossi_84 non entra', 'login rossi_84'],
  ['la mia password è Estate26#', 'secret Estate26#'],
  ['order number 375-8573167-9817849', 'number 375-8573167-9817849'],
  ['Mr. O’Brien signed', 'name O’Brien'],
  ['ho parlato con Ermanno Tagliaferri ieri', 'name Ermanno Tagliaferri'],
  ['when Anna Maria De Luca wrote', 'name Anna Maria De Luca'],
  ['Thanks,\nJoão', 'name João'],
  ['mail anna\\_rossi@gmail.com', 'email anna\\_rossi@gmail.com'],
  ['https://shop.example/x?api\\_key=2GVkYkWMtUNA', 'secret 2GVkYkWMtUNA'],
  ['the account jdoe was locked', 'login jdoe'],
  ['login hpem / pwd Sommer', 'login hpem'],
  ['@oksana_s on Telegram', 'login oksana_s'],
  ['Fattura n° 331 del 3 marzo', 'number 331'],
  ['tracking 1Z999AA10123456784', 'number 1Z999AA10123456784'],
  ['NI number QQ 12 34 56 C', 'taxCode QQ 12 34 56 C'],
  ['C:\\Users\\jdoe\\x.log', 'login jdoe'],
])('%s', (text, finding) => expect(found(text)).toEqual([finding]));

test.each([
  ['Giulia wrote to us', ['name Giulia']],
  ['giulia de santis ha scritto', ['name giulia de santis']],
  ['De Santis, Giulia', ['name De Santis, Giulia']],
  ['GIULIA', ['name GIULIA']],
  ['the user giulia.desantis84', ['login giulia.desantis84']],
  ['login desantis', ['name desantis']],
  ['write to giulia.desantis84@posta.example.it', ['email giulia.desantis84@posta.example.it']],
  ['The Giuliana and the Santissima are others', []],
])('her own data in "%s"', (text, findings) => expect(found(text, people)).toEqual(findings));

test('a hyphen or an apostrophe in a name or an address is no trouble', () => {
  const whose = { names: ['Anne-Marie O’Brien'], emails: ['a.obrien@studio-legale.it'] };
  expect(found("Anne-Marie O'Brien, a.obrien@studio-legale.it, login obrien84", whose)).toEqual([
    "name Anne-Marie O'Brien",
    'email a.obrien@studio-legale.it',
    'login obrien84',
  ]);
});

test('what a ticket said once next to a word that betrays it is found everywhere', () => {
  const known = dataInTexts(['My order number is 48213, my login is hpem-3'], nobody);
  expect(known).toEqual([
    { kind: 'number', text: '48213' },
    { kind: 'login', text: 'hpem-3' },
  ]);
  expect(found('48213 was sent by HPEM-3', { ...nobody, known })).toEqual(['number 48213', 'login HPEM-3']);
});

test.each([
  ['It comes from 203.0.113.77 at noon', 'ip 203.0.113.77'],
  ['on 10.20.30.40, not on 10.20.30.1', 'ip 10.20.30.40'],
  ['from 2001:db8:85a3::8a2e:370:7334', 'ip 2001:db8:85a3::8a2e:370:7334'],
  ['write to john.doe@example.com', 'email john.doe@example.com'],
  ['the account "hpem" is locked', 'login hpem'],
])('what an article may show as an example is somebody’s when their ticket says it: %s', (text, finding) => {
  expect(found(text)).toEqual([]);
  expect(found(text, { ...nobody, known: dataInTexts([text], nobody) })).toEqual([finding]);
});

test('a name that is also a word counts only with a capital', () => {
  const mark = { names: ['Mark Price'], emails: ['m@x.org'] };
  expect(found('Please mark the price', mark)).toEqual([]);
  expect(found('As Mark says', mark)).toEqual(['name Mark']);
  expect(found('mark price called', mark)).toEqual(['name mark price']);
});

test.each([
  'GET /v1/users/settings of lib/worker.js#L135, proxy_pass http://127.0.0.1:4321',
  'Version 10.2.3.4 of the driver, v1.2.3, Node 24.21.0',
  'On 2024-05-01 at 10:30:45, on 01/05/2024 and on 1.5.2024 13:00',
  'From 2019-2020, pages 120-145, ratio 16:9, 3/4',
  'It costs € 1,234.56, $12,345,678.90 or 1.234,56 EUR',
  'Write to you@example.com, jane@mail.example.org or support@acme.com',
  'Listen on 127.0.0.1:4321 or 192.168.1.10, mask 255.255.255.0, DNS 8.8.8.8',
  'At most 10000000 rows, 16777216 bytes, 4294967295, 100,000 tickets, 1 000 000 events',
  'curl http://localhost:4321/api/v1/search?q=password&locale=en&limit=10',
  'https://example.com/articles/how-do-i-reset-my-password-2024#step-3',
  '[image](/assets/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08/door.png)',
  'Your password is wrong. The password is case sensitive. password: <yours>',
  'RFC 2606, ISO 13616, HTTP 404, port 8080, error 0x80070005, KB5034441',
  'Press Ctrl-Shift-R, then F12. Windows 11 23H2 (22631.3155).',
  'PORTICO_DATABASE_URL=postgres://user@localhost/portico',
  'via USB 3.0, via Bluetooth 5, via e-mail in 24 ore',
  'Step 1 of 12. 20 Main features. 3 New things to Place',
  'ticket 12, order 66, account 2, case 3',
  '2026-11-21T20:15:25Z and 20261121',
  '1234567 or 123-456',
  'sha 3f786850e387550fdab8 is short',
  'this-is-a-long-slug-with-many-words-2024-edition',
  'snake_case_names_with_1_digit_inside_them',
])('no alarm: %s', (text) => expect(found(text, people)).toEqual([]));

test('title, summary, tags and the address are looked at as well', () => {
  const text = article('', {
    title: 'Giulia cannot log in',
    summary: 'Call 347 1234567',
    slug: 'giulia-de-santis-cannot-log-in',
    tags: ['login', 'desantis'],
  });
  const all = findPersonalData(text, people).map(({ field, text }) => `${field} ${text}`);
  expect(all).toEqual(['title Giulia', 'summary 347 1234567', 'slug giulia-de-santis', 'tags desantis']);
});

test('a finding says where it is', () => {
  const [finding] = findPersonalData(
    article('One\nTwo words before anna@gmail.com and after\nThree'),
    nobody,
  );
  expect(finding).toMatchObject({ line: 2, before: 'Two words before ', after: ' and after' });
});

test('the same text has the same key, whatever its case and place', () => {
  const keys = findPersonalData(article('ANNA@gmail.com then anna@gmail.com'), nobody).map((one) => one.key);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{24}$/);
});

test('masking replaces the chosen ones and leaves nothing to find', () => {
  const text = article('Giulia, tel. 347 1234567, card 4111111111111111.', { title: 'Giulia' });
  const findings = findPersonalData(text, people);
  const masked = maskFindings(text, findings, (kind) => kind);
  expect(masked.title).toBe('[name]');
  expect(masked.source).toBe('[name], tel. [phone], card [card].');
  expect(findPersonalData(masked, people)).toEqual([]);
});

test('hostile text takes no time', () => {
  const start = performance.now();
  for (const text of [
    '1 '.repeat(50_000),
    'a@'.repeat(50_000),
    'A-'.repeat(50_000),
    '/'.repeat(100_000),
    '0'.repeat(100_000),
    ' via A'.repeat(20_000),
    'order '.repeat(20_000),
    '1-'.repeat(50_000),
    'a.'.repeat(50_000),
    ':'.repeat(100_000),
    'IT60'.repeat(25_000),
    'A’'.repeat(50_000),
    'Hi A '.repeat(20_000),
    'Anna de van '.repeat(9_000),
    'user user '.repeat(10_000),
  ])
    found(text, people);
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('the handbook that Portico ships raises next to no alarms', () => {
  const files = readdirSync('content', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  const alarms = files.flatMap((name) =>
    found(readFileSync(join('content', name), 'utf8')).map((one) => `${name}: ${one}`),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(alarms).toEqual([]);
});

test.each([
  ['with%20spaces', 'Contract%20Giulia%20De%20Santis.pdf', 'name Giulia%20De%20Santis'],
  ['with-dashes', 'contract-giulia-de-santis.pdf', 'name giulia, name santis'],
  ['a telephone', 'call-%2B39%20347%20123%204567.txt', 'phone %2B39%20347%20123%204567'],
])('the name of a file is read as people read it: %s', (_how, name, expected) => {
  const address = `/assets/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08/${name}`;
  expect(found(`[Contract](${address})`, people).join(', ')).toBe(expected);
});
