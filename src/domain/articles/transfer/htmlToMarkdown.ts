import { slug as githubSlug } from 'github-slugger';
import type { Element, ElementContent, Properties, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import rehypeRemark from 'rehype-remark';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { elements, h, isElement, rewrite } from '../markdown/hast.ts';
import { calloutMark, kindOfClasses } from './callout.ts';

/**
 * HTML of an article as Markdown of which Portico makes the same again. What Markdown has no sign for (callouts, folded
 * parts, anchors, tables with merged cells) becomes what Portico writes for it, before the library turns the rest.
 */
export function htmlToMarkdown(content: Root): string {
  const wanted = wantedIds(content);
  rewrite(content, (node, parents) => portable(node, parents, wanted));
  return processor.stringify(processor.runSync(content) as never);
}

/** Stands for text that is Markdown already: an element that may stand in any line, and that nobody uses. */
const rawName = 'data';
const raw = (markdown: string) => h(rawName, { markdown });
/** What it becomes: of the kinds that the library lets stand in a line, the one that no HTML makes. */
const rawType = 'mdxTextExpression';

const processor = unified()
  .use(rehypeRemark, {
    document: true,
    handlers: {
      [rawName]: (state, node: Element) =>
        typeof node.properties.markdown === 'string'
          ? ({ type: rawType, value: node.properties.markdown } as never)
          : state.all(node),
    },
  })
  .use(remarkGfm, { singleTilde: false })
  .use(remarkStringify, {
    ...{ bullet: '-', emphasis: '_', rule: '-', fences: true, resourceLink: true },
    handlers: { [rawType]: (node: { value: string }) => node.value } as never,
  })
  .freeze();

/** The same as a block of its own. */
const rawBlock = (value: string) => h('p', {}, [raw(value)]);

/** Ids that links of the same page lead to. */
function wantedIds(tree: Root): Set<string> {
  const hrefs = elements(tree).map((node) => node.properties.href);
  return new Set(
    hrefs.flatMap((href) => (typeof href === 'string' && href.startsWith('#') ? decoded(href.slice(1)) : [])),
  );
}

/** What takes an element's place, its children being done. */
function portable(node: Element, parents: readonly string[], wanted: ReadonlySet<string>): ElementContent[] {
  const { tagName } = node;
  if (/^h[1-6]$/.test(tagName)) return [withId(node)];
  if (tagName === 'a') return anchored(node, parents);
  if (tagName === 'table') return parents.includes('table') ? [node] : tableOf(node);
  if (parents.includes('table')) return [node];
  if (kept.has(tagName)) return [raw(`<${tagName}>`), ...node.children, raw(`</${tagName}>`)];
  if (tagName === 'pre') return [withLanguage(node)];
  if (tagName === 'details') return folded(node);
  if (embedding.has(tagName)) return embedded(node);
  const id = node.properties.id;
  const mark = typeof id === 'string' && wanted.has(id) ? [anchor(id)] : [];
  return [...mark, ...(boxes.has(tagName) ? boxed(node) : [node])];
}

/** Inline elements that the renderer keeps and Markdown has no sign for. */
const kept = new Set(['sup', 'sub', 'kbd', 'mark', 'ins']);
const boxes = new Set(['div', 'section', 'aside', 'p', 'blockquote']);
const embedding = new Set(['iframe', 'video', 'audio', 'object', 'embed']);

const anchor = (id: unknown) => raw(`<a id="${githubSlug(String(id))}"></a>`);

/** `## Title {#id}` where the page's own id is another one than Portico makes of the words. */
function withId(node: Element): Element {
  const inside = node.children.find((child) => isElement(child, rawName));
  const given =
    node.properties.id ?? /id="([^"]*)"/.exec(String((inside as Element)?.properties.markdown))?.[1];
  const children = node.children.filter((child) => child !== inside);
  const id = githubSlug(String(given ?? ''));
  const isOwn = !id || id === githubSlug(toString({ ...node, children }).trim());
  const mark: ElementContent[] = isOwn ? [] : [raw(` {#${id}}`)];
  return { ...node, properties: {}, children: [...children, ...mark] };
}

/** Some tools name the language on the block, others on the code in it. */
function withLanguage(node: Element): Element {
  const language = classesOf(node).find((name) => /^lang(uage)?-/.test(name));
  if (!language || node.children.some((child) => isElement(child, 'code'))) return node;
  const code = h('code', { className: [language.replace(/^lang-/, 'language-')] }, node.children);
  return { ...node, properties: {}, children: [code] };
}

/** A link stays; the empty ones that only mark a place, or copy its address, leave the mark. */
function anchored(node: Element, parents: readonly string[]): ElementContent[] {
  const { href, id, name } = node.properties;
  const text = toString(node).trim();
  const place = id ?? name;
  const mark = place ? [anchor(place)] : [];
  if (typeof href !== 'string') return [...mark, ...node.children];
  const isCopier = parents.some((one) => /^h[1-6]$/.test(one)) && href.startsWith('#') && text.length < 2;
  const isEmpty = !text && !elements(node).some((one) => isElement(one, 'img'));
  return isCopier || isEmpty ? mark : [...mark, node];
}

function boxed(node: Element): ElementContent[] {
  const kind = kindOfClasses(classesOf(node));
  if (!kind) return [node];
  if (node.tagName === 'p') return calloutOf(kind, '', [{ ...node, properties: {} }]);
  const first = node.children.find((child): child is Element => isElement(child));
  const isTitle =
    first && (/^h[1-6]$/.test(first.tagName) || classesOf(first).some((one) => titleClass.test(one)));
  const children = node.children.filter((child) => !isTitle || child !== first);
  return calloutOf(kind, isTitle ? toString(first) : '', [h('div', {}, children)]);
}

const titleClass = /(^|[-_])(title|heading|header)$/;

function folded(node: Element): ElementContent[] {
  const summary = node.children.find((child) => isElement(child, 'summary'));
  const children = node.children.filter((child) => child !== summary);
  return calloutOf('details', summary ? toString(summary) : '', [h('div', {}, children)]);
}

const calloutOf = (kind: string, title: string, children: ElementContent[]): ElementContent[] => [
  rawBlock(calloutMark(kind, title)),
  ...children,
  rawBlock(':::'),
];

/** What plays or shows something from elsewhere becomes a link to it: no page of the portal asks a third party. */
function embedded(node: Element): ElementContent[] {
  const source = elements(node).find((one) => isElement(one, 'source'))?.properties.src;
  const address = node.properties.src ?? node.properties.data ?? source;
  if (typeof address !== 'string' || !address) return node.children;
  const href = address.replace(/^\/\//, 'https://');
  const text = String(node.properties.title ?? '') || href;
  return [h('p', {}, [h('a', { href }, [{ type: 'text', value: text }])])];
}

/** Merged cells and blocks in cells have no Markdown: such a table stays HTML. A caption becomes a line before it. */
function tableOf(node: Element): ElementContent[] {
  const inside = elements(node);
  const isOdd = inside.some(
    (one) =>
      Number(one.properties.colSpan ?? 1) > 1 ||
      Number(one.properties.rowSpan ?? 1) > 1 ||
      isElement(one, 'ul', 'ol', 'pre', 'table', 'blockquote'),
  );
  const caption = inside.find((one) => isElement(one, 'caption'));
  if (!isOdd) return caption ? [h('p', {}, caption.children), node] : [node];
  const bare = structuredClone(node);
  for (const one of [bare, ...elements(bare)]) one.properties = plain(one.properties);
  const html = stringifier.stringify({ type: 'root', children: [bare] }).replace(/\n\s*\n/g, '\n');
  return [rawBlock(html.trim())];
}

const stringifier = unified().use(rehypeStringify).freeze();
const tableAttributes = 'colSpan rowSpan href src alt title id align start value width height'.split(' ');
const plain = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => tableAttributes.includes(name)));

const classesOf = (node: Element): string[] =>
  Array.isArray(node.properties.className) ? node.properties.className.map(String) : [];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
