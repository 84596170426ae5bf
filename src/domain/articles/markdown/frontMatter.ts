import { LineCounter, isMap, parseDocument, stringify, type Document } from 'yaml';
import { z } from 'zod';
import { defaultLocale, type Locale } from '#src/i18n/index.ts';
import { problem, type Problem } from './problem.ts';
import { readToml } from './toml.ts';

const text = (max: number) =>
  z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value).trim().slice(0, max));
const list = z
  .union([z.array(text(300)), text(3000).transform((value) => value.split(',').map((one) => one.trim()))])
  .transform((values) => [...new Set(values.filter(Boolean))].slice(0, 100));

/** Each known key with its shape and the words for it in an error. */
const fields = {
  id: { shape: text(100), expected: 'text' },
  title: { shape: text(300), expected: 'text' },
  summary: { shape: text(500), expected: 'text' },
  kind: { shape: z.enum(['article', 'faq']), expected: 'article | faq' },
  tags: { shape: list, expected: '[a, b]' },
  audience: { shape: z.enum(['public', 'customers', 'agents']), expected: 'public | customers | agents' },
  owner: { shape: text(300), expected: 'text' },
  related: { shape: list, expected: '[a, b]' },
  redirectFrom: { shape: list, expected: '[a, b]' },
  reviewBy: { shape: z.iso.date(), expected: 'YYYY-MM-DD' },
  // Where they differ from what the path says, and what has no folder of its own.
  slug: { shape: text(300), expected: 'text' },
  category: { shape: text(120), expected: 'text' },
  draft: { shape: z.boolean(), expected: 'true | false' },
  archived: { shape: z.boolean(), expected: 'true | false' },
} as const;

export type FrontMatterKey = keyof typeof fields;
export type FrontMatter = { [K in FrontMatterKey]?: z.output<(typeof fields)[K]['shape']> };
/** Values to write; undefined leaves what is there, null takes the key out. */
export type FrontMatterChange = { [K in FrontMatterKey]?: FrontMatter[K] | null };
const frontMatterKeys = Object.keys(fields) as FrontMatterKey[];

export interface ParsedFile {
  /** The known keys that are there and well formed. */
  data: FrontMatter;
  /** All other keys, as they are. */
  other: Record<string, unknown>;
  body: string;
  /** 1-based line on which `body` begins. */
  bodyLine: number;
  problems: Problem[];
}

const maxHead = 64 * 1024;

/** Splits a Markdown file (already decoded) into front matter and body. Odd front matter is reported, never fatal. */
export function parseFile(source: string, locale: Locale = defaultLocale): ParsedFile {
  const { head, body, format, unclosed } = split(source);
  const bodyLine = head.split('\n').length;
  const file: ParsedFile = { data: {}, other: {}, body, bodyLine, problems: [] };
  if (unclosed) file.problems.push(problem('frontMatterUnclosed', 1, locale));
  if (format === 'TOML') readFields(tomlOf(head), file, locale);
  if (format === 'YAML') readFields(readYaml(yamlOf(head)), file, locale);
  return file;
}

/**
 * The file again with these values. Keys that don't change keep their bytes when none does, else comments, order and
 * unknown keys stay. `extra` is for a file that isn't there yet.
 */
export function serialiseFile(
  previous: string | null,
  data: FrontMatterChange,
  body: string,
  extra: Record<string, unknown> = {},
): string {
  if (previous === null) {
    const known = parseDocument(Object.keys(extra).length > 0 ? stringify(extra) : '');
    return headOf(withValues(known, data)) + separated(body);
  }
  const { head, format } = split(previous);
  const changes = changesIn(parseFile(previous).data, data);
  if (Object.keys(changes).length === 0) return head + body;
  const gap = /\n*$/.exec(head)![0].slice(1);
  return headOf(withValues(documentOf(head, format), changes)) + (head ? gap + body : separated(body));
}

type Format = 'YAML' | 'TOML' | null;

function split(source: string): { head: string; body: string; format: Format; unclosed: boolean } {
  const none = { head: '', body: source, format: null, unclosed: false };
  const fence = /^(---|\+\+\+)[ \t]*\n/.exec(source)?.[1];
  if (!fence) return none;
  const close = fence === '---' ? /^(?:---|\.\.\.)[ \t]*$\n*/m : /^\+\+\+[ \t]*$\n*/m;
  const start = source.indexOf('\n') + 1;
  const found = close.exec(source.slice(start, start + maxHead));
  const inside = source.slice(start, start + (found?.index ?? 400));
  if (!/^\s*(?:$|#|["']?[\w.-]+["']?\s*[:=])/.test(inside)) return none;
  if (!found) return { ...none, unclosed: /\S/.test(inside) };
  const end = start + found.index + found[0].length;
  return {
    head: source.slice(0, end),
    body: source.slice(end),
    format: fence === '---' ? 'YAML' : 'TOML',
    unclosed: false,
  };
}

const yamlOf = (head: string) =>
  head.replace(/^---[ \t]*\n/, '').replace(/(?:^|\n)(?:---|\.\.\.)[ \t]*\n*$/, '\n');

/** The keys of a head, the lines they stand on, and what is wrong with it. */
interface Head {
  values: Record<string, unknown>;
  lineOf: (key: string) => number;
  errors: { line: number; reason: string }[];
}

function readYaml(yaml: string): Head {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  return {
    values: document.errors.length === 0 ? toObject(document) : {},
    lineOf: (key) => lineAt(offsetOf(document, key)),
    errors: document.errors.map(({ pos, message }) => ({ line: lineAt(pos[0]), reason: message })),
  };
}

function tomlOf(head: string): Head {
  const toml = insideOf(head);
  const read = readToml(toml);
  const lineOf = (key: string) =>
    toml.split('\n').findIndex((line) => line.trimStart().replace(/^["']/, '').startsWith(key)) + 2;
  if ('values' in read) return { ...read, lineOf, errors: [] };
  return { values: {}, lineOf, errors: [{ ...read, line: read.line + 1 }] };
}

function readFields({ values, lineOf, errors }: Head, file: ParsedFile, locale: Locale): void {
  for (const { line, reason } of errors.slice(0, 5))
    file.problems.push(problem('frontMatterSyntax', line, locale, { reason }));
  for (const [key, value] of Object.entries(values)) {
    if (!isKnown(key)) file.other[key] = value;
    else if (value !== null) readField(key, value, file, lineOf(key), locale);
  }
}

function readField(
  key: FrontMatterKey,
  value: unknown,
  file: ParsedFile,
  line: number,
  locale: Locale,
): void {
  const { shape, expected } = fields[key];
  const result = shape.safeParse(value);
  if (result.success) (file.data as Record<string, unknown>)[key] = result.data;
  else file.problems.push(problem('frontMatterShape', line, locale, { key, expected }));
}

function toObject(document: Document.Parsed): Record<string, unknown> {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 50 });
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
  } catch {
    // Aliases that multiply without end.
    return {};
  }
}

function offsetOf(document: Document.Parsed, key: string): number {
  if (!isMap(document.contents)) return 0;
  const pair = document.contents.items.find((item) => String(item.key) === key);
  return (pair?.key as { range?: [number, number, number] } | undefined)?.range?.[0] ?? 0;
}

function changesIn(before: FrontMatter, after: FrontMatterChange): FrontMatterChange {
  const isSame = (key: FrontMatterKey) =>
    after[key] === undefined || JSON.stringify(after[key]) === JSON.stringify(before[key] ?? null);
  return Object.fromEntries(frontMatterKeys.filter((key) => !isSame(key)).map((key) => [key, after[key]]));
}

/** The document to change; TOML becomes YAML. What can't be read is kept in it as a comment, so that nothing is lost. */
function documentOf(head: string, format: Format): Document {
  if (format === 'TOML') {
    const { values, errors } = tomlOf(head);
    if (errors.length === 0) return withComment(stringify(values), commentsOf(head));
  }
  const document = parseDocument(format === 'YAML' ? yamlOf(head) : '');
  const isFit = format === 'YAML' && document.errors.length === 0;
  if (isFit && (isMap(document.contents) || !document.contents)) return document;
  return withComment('', insideOf(head));
}

function withComment(yaml: string, lines: string): Document {
  const document = parseDocument(yaml);
  const comment = lines.split('\n').map((line) => ` ${line}`);
  document.commentBefore = lines.trim() ? comment.join('\n') : null;
  return document;
}

/** Without the lines that open and close it. */
const insideOf = (head: string) => head.trim().split('\n').slice(1, -1).join('\n');
const commentsOf = (head: string) =>
  insideOf(head)
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => line.slice(1).trim())
    .join('\n');

function withValues(document: Document, values: FrontMatterChange): Document {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as unknown as null;
  for (const key of frontMatterKeys) {
    const value = values[key];
    if (value === undefined) continue;
    if (value === null) document.delete(key);
    else document.set(key, Array.isArray(value) ? document.createNode(value, { flow: true }) : value);
  }
  return document;
}

function headOf(document: Document): string {
  const yaml =
    isMap(document.contents) && document.contents.items.length > 0 ? document.toString({ lineWidth: 0 }) : '';
  return `---\n${yaml || '\n'}---\n`;
}

const separated = (body: string) => (body.startsWith('\n') ? body : `\n${body}`);
const isKnown = (key: string): key is FrontMatterKey => Object.hasOwn(fields, key);
