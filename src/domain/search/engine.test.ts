import { describe, expect, it } from 'vitest';
import type { SearchDocument, Section } from './document.ts';
import { buildIndex, searchIndex } from './engine.ts';

const section = (heading: string, text: string): Section => ({
  heading,
  anchor: heading ? heading.toLowerCase().replace(/\W+/g, '-') : null,
  text,
});
const article = (
  locale: string,
  id: string,
  title: string,
  sections: Section[],
  more: Partial<SearchDocument> = {},
) => ({
  id,
  articleKey: id,
  locale,
  kind: 'article',
  category: 'general',
  title,
  tags: [],
  sections,
  audience: 'public' as const,
  ...more,
});

const english = [
  article('en', 'reset', 'Reset your password', [
    section('', 'Open the sign-in page and choose “Forgot password”. We send you a link.'),
    section(
      'The link does not arrive',
      'Look into the spam folder, then ask for another link after ten minutes.',
    ),
  ]),
  article('en', 'invoice', 'Download an invoice', [
    section('', 'Invoices are kept under Billing for seven years.'),
  ]),
  article('en', 'delivery', 'Delivery times', [section('', 'Parcels arrive within three working days.')]),
  article('en', 'tiers', 'How tickets are escalated', [section('', 'Hand a ticket to tier 2 when…')], {
    audience: 'agents',
  }),
];
const ids = (outcome: { results: { id: string }[] }) => outcome.results.map((result) => result.id);
const text = (parts: { text: string }[]) => parts.map((part) => part.text).join('');

describe('searchIndex', () => {
  const index = buildIndex('en', english);

  it('finds the article that holds the words, with the section that answers', () => {
    const outcome = searchIndex(index, 'I forgot my password');
    expect(ids(outcome)[0]).toBe('reset');
    const [result] = searchIndex(index, 'the reset link is not in my spam folder').results;
    expect(result).toMatchObject({
      id: 'reset',
      heading: 'The link does not arrive',
      anchor: 'the-link-does-not-arrive',
    });
    expect(text(result!.passage)).toContain('spam folder');
    expect(result!.passage.filter((part) => part.hit).map((part) => part.text)).toContain('spam');
  });
  it('survives a typing error and says what was meant', () => {
    const outcome = searchIndex(index, 'downlaod invocie');
    expect(ids(outcome)[0]).toBe('invoice');
    expect(outcome.didYouMean).toBe('download invoice');
  });
  it('guesses the word that is still being typed, when asked to', () => {
    expect(ids(searchIndex(index, 'download an invo', { isTyping: true }))).toEqual(['invoice']);
    expect(ids(searchIndex(index, 'forg', { isTyping: true }))).toEqual(['reset']);
    expect(searchIndex(index, 'forg', { isTyping: true }).didYouMean).toBeNull();
    expect(ids(searchIndex(index, 'forg'))).toEqual([]);
    // A beginning of a word that only agents may read gives nothing away.
    expect(ids(searchIndex(index, 'esca', { isTyping: true, audiences: ['public'] }))).toEqual([]);
  });
  it('mends a word that only past questions or agents’ articles hold, and never shows it', () => {
    const asked = buildIndex('en', english, [{ documentId: 'reset', text: 'Wolkenstein is locked out' }]);
    const private_ = searchIndex(asked, 'wolkenstien');
    expect(ids(private_)).toEqual(['reset']);
    expect(private_.didYouMean).toBeNull();
    expect(searchIndex(asked, 'wolkenstien pasword').didYouMean).toBe('wolkenstien password');
    expect(searchIndex(asked, 'esclated').didYouMean).toBeNull();
  });
  it('shows an article for agents to agents only', () => {
    expect(ids(searchIndex(index, 'escalated tickets tier'))).not.toContain('tiers');
    expect(ids(searchIndex(index, 'escalated tickets tier', { audiences: ['public', 'agents'] }))[0]).toBe(
      'tiers',
    );
  });
  it('finds nothing for words that nothing holds', () => {
    expect(searchIndex(index, 'zebra').verdict).toBe('nothing');
    expect(searchIndex(index, '')).toMatchObject({ verdict: 'nothing', results: [] });
  });
  it('learns the words of past questions and shows none of them', () => {
    const question = 'my box from Jane Doe is late';
    expect(ids(searchIndex(index, 'box late'))).toEqual([]);
    const learnt = buildIndex('en', english, [{ documentId: 'delivery', text: question }]);
    const outcome = searchIndex(learnt, 'box late');
    expect(ids(outcome)[0]).toBe('delivery');
    expect(JSON.stringify(outcome)).not.toContain('Jane');
  });
  it('does not bury an article that nobody asked about yet', () => {
    const past = Array.from({ length: 30 }, (_, at) => ({
      documentId: 'reset',
      text: `password problem ${at} with billing`,
    }));
    expect(ids(searchIndex(buildIndex('en', english, past), 'download an invoice from billing'))[0]).toBe(
      'invoice',
    );
  });
});

describe('other languages', () => {
  const italian = [
    article('it', 'chiudere', 'Chiudere l’account', [
      section('', 'Apri le impostazioni e scegli «Elimina account».'),
    ]),
    article('it', 'fattura', 'Scaricare le fatture', [
      section('', 'Le fatture restano nella sezione Pagamenti.'),
    ]),
  ];
  it.each(["vorrei chiudere l'account", 'chiusura account', 'come si elimina un account?'])(
    'Italian: %s',
    (question) => expect(ids(searchIndex(buildIndex('it', italian), question))[0]).toBe('chiudere'),
  );
  it('Japanese and Chinese, without spaces', () => {
    const japanese = buildIndex('ja', [
      article('ja', 'pw', 'パスワードを再設定する', [section('', 'ログイン画面を開きます。')]),
      article('ja', 'bill', '請求書をダウンロードする', [section('', '請求書は設定にあります。')]),
    ]);
    expect(ids(searchIndex(japanese, 'パスワードを忘れました'))[0]).toBe('pw');
    const chinese = buildIndex('zh', [
      article('zh', 'pw', '重置密码', [section('', '打开登录页面。')]),
      article('zh', 'bill', '下载发票', [section('', '发票在设置中。')]),
    ]);
    expect(ids(searchIndex(chinese, '怎么下载发票？'))[0]).toBe('bill');
  });
});

describe('hostile questions', () => {
  const index = buildIndex('en', english, [{ documentId: 'reset', text: 'locked out' }]);
  it.each([
    ['10,000 characters', 'password '.repeat(1_112)],
    ['one endless word', 'x'.repeat(10_000)],
    ['operators', '+title:password -invoice^9 ~2 *:* "AND" OR (((['],
    ['emoji', '🔥🔑👨‍👩‍👧‍👦 password'],
    ['control characters', '\u0000\u0007\u202e\ufffepassword\ud800'],
    ['many scripts', 'пароль كلمة السر סיסמה 密码 パスワード รหัส कूटशब्द'],
    ['prototype names', '__proto__ constructor toString hasOwnProperty'],
  ])('%s are answered', (_, question) => {
    expect(searchIndex(index, question).verdict).toMatch(/answered|uncertain|nothing/);
  });
});
