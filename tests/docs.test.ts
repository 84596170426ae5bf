import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from '#src/cli/commands.ts';
import { settingList } from '#src/config.ts';
import en from '#src/i18n/en.json' with { type: 'json' };
import { localeNames, locales } from '#src/i18n/index.ts';
import it from '#src/i18n/it.json' with { type: 'json' };

/**
 * The handbook and README are true of the software as built: every setting, command, script and page they name
 * exists, every setting and command is documented, and every link leads somewhere.
 */
const root = new URL('..', import.meta.url).pathname;
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');
const files = globSync('content/*/*/*.md', { cwd: root }).filter((file) => !file.endsWith('_category.md'));
const articles = files.map((file) => {
  const [, locale = '', category = '', slug = ''] = /^content\/(\w+)\/([^/]+)\/([^/]+)\.md$/.exec(file) ?? [];
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(read(file)) ?? [];
  return { file, locale, category, slug, body, front: parse(head) as Record<string, unknown> };
});
const documents = [...articles.map(({ file }) => file), 'README.md'].map((file) => ({
  file,
  text: read(file),
}));
const codeOf = (text: string) =>
  [...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].map(([, block, inline]) =>
    (block ?? inline!).trim(),
  );

const commandNames = commands.map(({ name }) => name);
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
const routes = globSync('src/pages/**/*.{astro,ts}', { cwd: root })
  .filter((file) => !file.includes('[...'))
  .map(routePattern);

test.each(locales)('the handbook in %s has its 24 articles and 12 FAQs', (locale) => {
  const kinds = articles.filter((a) => a.locale === locale).map((a) => a.front.kind ?? 'article');
  expect(kinds.filter((kind) => kind === 'article').length).toBeGreaterThanOrEqual(24);
  expect(kinds.filter((kind) => kind === 'faq').length).toBeGreaterThanOrEqual(12);
});

test('every article exists in both languages, with a title and a summary', () => {
  const ids = (locale: string) =>
    articles
      .filter((a) => a.locale === locale)
      .map((a) => String(a.front.id))
      .sort();
  expect(ids('it')).toEqual(ids('en'));
  for (const { file, front } of articles) {
    expect(front, file).toMatchObject({ id: expect.any(String), title: expect.any(String) });
    expect(String(front.summary ?? ''), file).not.toBe('');
  }
});

test('every setting that is named exists', () => {
  const known = settingList.map(({ name }) => name as string);
  for (const { file, text } of documents)
    for (const code of codeOf(text))
      for (const [, name = ''] of code.matchAll(
        /(?<![\w./-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|HOST)(?![\w-])/g,
      ))
        expect(known, `${file} names ${name}`).toContain(name);
});

test.each(['README.md', ...filesOf('configure')])('%s lists every setting with its default', (file) => {
  const rows = [...read(file).matchAll(/^\| `([A-Z_]+)` +\| (\S+) +\| \S/gm)].map(([, name, shown]) => [
    name,
    shown,
  ]);
  const empty = file.startsWith('content/it/') ? 'vuoto' : 'empty';
  const shown = ({ name, default: value }: (typeof settingList)[number]) =>
    name === 'PUBLIC_URL' ? '`http://localhost:PORT`' : value === '' ? empty : `\`${value}\``;
  expect(rows).toEqual(settingList.map((setting) => [setting.name, shown(setting)]));
});

test('every command that is named exists, with its options', () => {
  for (const { file, text } of documents)
    for (const code of codeOf(text))
      for (const [, line = ''] of code.matchAll(/(?:^|npm run )portico (?:-- )?([a-z][^\n]*)/gm)) {
        const named = commands.find(({ name }) => `${line} `.startsWith(`${name} `));
        expect(named, `${file} names "portico ${line}"`).toBeDefined();
        for (const [, option = ''] of line.matchAll(/ --([a-z-]+)/g))
          expect(['json', 'help', ...Object.keys(named!.options)], `${file}: --${option}`).toContain(option);
      }
});

test.each(['README.md', ...filesOf('command-line')])('%s names every command', (file) => {
  for (const name of commandNames) expect(codeOf(read(file)), name).toContain(`portico ${name}`);
});

test('every npm script that is named exists', () => {
  for (const { file, text } of documents)
    for (const code of codeOf(text))
      for (const [, name = ''] of code.matchAll(/npm run ([\w:-]+)/g))
        expect(scripts, `${file}: npm run ${name}`).toContain(name);
});

test('every page of the portal that is named exists', () => {
  const isPage = /^\/(desk|admin|login|setup|invitation|api|healthz|readyz|sitemap|robots|en|it)(\/|\.|\?|$)/;
  for (const { file, text } of documents)
    for (const code of codeOf(text)) {
      const path = code.replace(/^https?:\/\/[^/]+/, '').split(/[?#\s]/)[0]!;
      if (!isPage.test(path) || path === '/healthz' || path === '/readyz') continue;
      expect(
        routes.some((route) => route.test(path)),
        `${file} names ${path}`,
      ).toBe(true);
    }
});

test.each(locales)('what an article in %s prints bold is a name the portal shows', (locale) => {
  const shown = new Set(namesIn({ en, it }[locale]));
  for (const { file, body } of articles.filter((one) => one.locale === locale))
    for (const [, name = ''] of withoutCode(body).matchAll(/\*\*([^*]+)\*\*/g))
      expect(shown, `${file} says **${name}**`).toContain(plain(name));
});

test('every related article exists', () => {
  const ids = articles.map(({ front }) => front.id);
  for (const { file, front } of articles)
    for (const id of (front.related ?? []) as string[]) expect(ids, `${file}: related ${id}`).toContain(id);
});

test('every link between articles leads to one', () => {
  for (const { file, locale, category, body } of articles)
    for (const [, target = ''] of body.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:|#|\/)/.test(target)) continue;
      const path = new URL(target.split('#')[0]!, `file:///content/${locale}/${category}/`).pathname.slice(1);
      expect(files.includes(path) || path.startsWith('content/assets/'), `${file} links ${target}`).toBe(
        true,
      );
    }
});

/** Every text of a dictionary, with the languages' names in the one place that takes them. */
function namesIn(texts: object): string[] {
  return Object.values(texts).flatMap((text: string | object) =>
    typeof text === 'object'
      ? namesIn(text)
      : Object.values(localeNames).map((language) => plain(text.replace('{language}', language))),
  );
}

function plain(text: string): string {
  return text.replace(/[’]/g, "'").replace(/\s+/g, ' ');
}

function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```|`[^`\n]+`/g, '');
}

/** The file of an article in each language. */
function filesOf(id: string): string[] {
  return articles.filter(({ front }) => front.id === id).map(({ file }) => file);
}

/** `src/pages/[locale]/articles/[slug].astro` as a pattern of the paths it serves. */
function routePattern(file: string): RegExp {
  const path = file
    .replace(/^src\/pages/, '')
    .replace(/\.(astro|ts)$/, '')
    .replace(/\/index$/, '')
    .replace(/[.]/g, '\\.')
    .replace(/\[\w+\]/g, '[^/]+');
  return new RegExp(`^${path}/?$`);
}
