import type { Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import rehypeStringify from 'rehype-stringify';
import remarkRehype, { type Options as RehypeOptions } from 'remark-rehype';
import { unified } from 'unified';
import { visit, EXIT } from 'unist-util-visit';
import { defaultLocale, translator, type Locale } from '#src/i18n/index.ts';
import { maxSource, timeFor, withinBounds } from './bounds.ts';
import { renderCallouts } from './callouts.ts';
import { highlightCode } from './code.ts';
import { h, lineOf } from './hast.ts';
import { linkHeadings, settleFragments, settleHeadings, settleWrittenIds, type Heading } from './headings.ts';
import {
  resolveAddresses,
  sayFileFacts,
  settleLinks,
  type Broken,
  type Image,
  type Link,
  type Resolved,
  type ResolveImage,
  type ResolveLink,
} from './links.ts';
import { withoutMdx } from './mdx.ts';
import { plainText, sectionsOf, summaryOf, type Section } from './outline.ts';
import { markParts, renderParts } from './parts.ts';
import { parseMarkdown } from './parse.ts';
import { problem, type Problem } from './problem.ts';
import { sanitise } from './sanitise.ts';
import { overfullRows, wrapTables } from './tables.ts';
import { renderTasks } from './tasks.ts';

export interface RenderOptions {
  /** The article's title: a leading h1 that only repeats it is left out. */
  title?: string;
  /** Language of the words the renderer adds ("Note", "Table 1") and of its problems. */
  locale?: Locale;
  resolveLink?: ResolveLink;
  resolveImage?: ResolveImage;
  /** MDX: its imports, exports and comments are left out; what its components would show can't be known. */
  isMdx?: boolean;
  /** Line of the file on which `source` begins, for problems. */
  firstLine?: number;
}

export interface RenderedMarkdown {
  html: string;
  headings: Heading[];
  /** Headings and text without markup, for the search. */
  text: string;
  sections: Section[];
  /** The first paragraph, at most 200 characters. */
  summary: string;
  links: Link[];
  images: Image[];
  problems: Problem[];
}

/**
 * Markdown (CommonMark, GFM, callouts, the safe part of HTML) to HTML that is safe to show as it is, and what the
 * portal keeps beside it. Never throws on any source: what is too large or too complex is shown as plain text and
 * said in `problems`. Pure but for the resolvers it is given.
 */
export async function renderMarkdown(source: string, options: RenderOptions = {}): Promise<RenderedMarkdown> {
  const { locale = defaultLocale, firstLine = 1 } = options;
  if (source.length > maxSource) return plainPage(source.slice(0, maxSource), 'tooLarge', options);
  const parsed = withinBounds(timeFor(source), () =>
    safeTree(options.isMdx ? withoutMdx(source) : source, locale),
  );
  if (!parsed) return plainPage(source, 'tooComplex', options);
  const { tree, overfull } = parsed;
  const resolved = await resolveAddresses(tree, { link: options.resolveLink, image: options.resolveImage });
  // What was parsed in time is small enough; this only guards the stack.
  const page = withinBounds(afterParsing, () => settle(structuredClone(tree), resolved, options));
  if (!page) return plainPage(source, 'tooComplex', options);
  await highlightCode(page.tree);
  const html = withinBounds(afterParsing, () => stringify(page.tree));
  if (html === null) return plainPage(source, 'tooComplex', options);
  const problems = page.broken.map(({ kind, written, line }) =>
    problem(brokenCodes[kind], line + firstLine - 1, locale, { address: written }),
  );
  for (const { kind, written, line } of page.unnamed) {
    const code = kind === 'image' ? 'imageWithoutWords' : 'fileWithoutWords';
    problems.push(problem(code, line + firstLine - 1, locale, { address: written }));
  }
  problems.push(...overfull.map((line) => problem('cellsLost', line + firstLine - 1, locale)));
  const { broken: _broken, unnamed: _unnamed, tree: _tree, ...rest } = page;
  return { html, ...rest, problems };
}

const brokenCodes = { link: 'brokenLink', image: 'brokenImage', file: 'fileRefused' } as const;

/** Markdown to sanitised HTML, before anything of our own is added. */
function safeTree(source: string, locale: Locale): { tree: Root; overfull: number[] } {
  const markdown = parseMarkdown(source);
  const overfull = overfullRows(markdown);
  renderParts(markdown, locale);
  renderCallouts(markdown, locale);
  renderTasks(markdown, locale);
  const tree = unified().use(remarkRehype, rehypeOptions(locale)).runSync(markdown) as Root;
  return { tree: sanitise(hasRaw(tree) ? withRaw(tree) : tree), overfull };
}

const rehypeOptions = (locale: Locale): RehypeOptions => ({
  allowDangerousHtml: true,
  clobberPrefix: '',
  footnoteLabel: translator(locale)('markdown.footnotes.label'),
  footnoteBackLabel: (index) => translator(locale)('markdown.footnotes.back', { number: index + 1 }),
});

function hasRaw(tree: Root): boolean {
  let found = false;
  visit(tree, 'raw', () => {
    found = true;
    return EXIT;
  });
  return found;
}

const rawProcessor = unified().use(rehypeRaw).freeze();
const withRaw = (tree: Root) => rawProcessor.runSync(tree) as Root;

type Page = Omit<RenderedMarkdown, 'html' | 'problems'> & { tree: Root; broken: Broken[]; unnamed: Broken[] };
/** Milliseconds for a stage that is linear in what parsing let through. */
const afterParsing = 5_000;

function settle(tree: Root, resolved: Resolved, options: RenderOptions): Page {
  const { links, images, broken, unnamed } = settleLinks(tree, resolved);
  const headings = settleHeadings(tree, options.title);
  settleWrittenIds(tree);
  for (const node of settleFragments(tree))
    broken.push({ kind: 'link', written: String(node.properties.href), line: lineOf(node) });
  const sections = sectionsOf(tree, headings);
  const summary = summaryOf(tree, sections);
  markParts(tree);
  linkHeadings(tree);
  sayFileFacts(tree);
  wrapTables(tree, options.locale ?? defaultLocale);
  return { tree, headings, text: plainText(sections), sections, summary, links, images, broken, unnamed };
}

const stringifier = unified().use(rehypeStringify).freeze();
const stringify = (tree: Root) => stringifier.stringify(tree);

function plainPage(
  source: string,
  code: 'tooLarge' | 'tooComplex',
  { locale = defaultLocale, firstLine = 1 }: RenderOptions,
): RenderedMarkdown {
  const pre = h('pre', { className: ['code'], tabIndex: 0 }, [{ type: 'text', value: source }]);
  const text = source.trim();
  return {
    html: stringify({ type: 'root', children: [pre] }),
    headings: [],
    text,
    sections: text ? [{ heading: '', anchor: '', text }] : [],
    summary: '',
    links: [],
    images: [],
    problems: [problem(code, firstLine, locale, { limit: maxSource / 1024 })],
  };
}
