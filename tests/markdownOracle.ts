/** What a reader of a Markdown file finds in it, told by a few patterns and not by the portal's own parser. */
export interface WrittenLink {
  kind: 'link' | 'image';
  url: string;
}

/** `[name]: address`, the address on the same line or the next. */
const definition = /^ {0,3}\[([^\]\n]+)\]:[ \t]*\n?[ \t]*<?(\S+?)>?(?:[ \t]+"[^"\n]*")?[ \t]*$/gm;

/** Links and images in their order; code and comments hold none. */
export function linksIn(source: string): WrittenLink[] {
  const text = withoutCode(source).replace(/<!--[\s\S]*?-->/g, '');
  const definitions = new Map(
    Array.from(text.matchAll(definition), ([, name, url]) => [labelOf(name!), url!]),
  );
  const body = text.replace(definition, '');
  const found: WrittenLink[] = [];
  for (const match of body.matchAll(anyLink)) {
    const [, isImage, words = '', inline, label, auto, html, bare] = match;
    const named = inline === undefined && words ? definitions.get(labelOf(label || words)) : undefined;
    const url = inline ?? named ?? auto ?? html ?? bare?.replace(/[.,;:!?*_'"]+$/, '');
    if (url) found.push({ kind: isImage ? 'image' : 'link', url });
  }
  return found;
}

const anyLink = new RegExp(
  [
    String.raw`(!?)\[((?:\\.|\[(?:\\.|[^\][])*\]|[^\][])*)\](?:\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|\[([^\]]*)\])?`,
    String.raw`<([a-z][\w+.-]*:[^\s>]+)>`,
    String.raw`<a\s[^>]*?href="([^"]*)"`,
    String.raw`((?<![\w"'=]|\]\()https?:\/\/[^\s<>)\]|]+)`,
  ].join('|'),
  'gi',
);

const labelOf = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

/** What a `#fragment` may name: headings as GitHub writes them in addresses, and ids and names in HTML; in lower case. */
export function anchorsIn(source: string): Set<string> {
  const text = withoutFences(source);
  const headings = Array.from(text.matchAll(/^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/gm), ([, heading]) =>
    slugOf(heading!),
  );
  const named = Array.from(text.matchAll(/<\w+[^>]*?\s(?:id|name)="([^"]+)"/g), ([, name]) =>
    name!.toLowerCase(),
  );
  const seen = new Map<string, number>();
  const numbered = headings.map((slug) => {
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times ? `${slug}-${times}` : slug;
  });
  return new Set([...numbered, ...named]);
}

const slugOf = (heading: string) =>
  heading
    .replace(/<[a-z/][^>]*>/gi, '')
    .replace(/\]\([^)]*\)|\]\[[^\]]*\]/g, ']')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Without the cells of a row that its table has no column for, which GFM shows nowhere, and the lines they stood on. */
export function withoutExtraCells(source: string): { text: string; lost: number[] } {
  const lost: number[] = [];
  let columns = 0;
  const lines = source.split('\n').map((line, index) => {
    const isRow = line.trimStart().startsWith('|');
    const cells = isRow ? line.trim().split(/(?<!\\)\|/) : [];
    if (/^\s*\|(\s*:?-+:?\s*\|)+\s*$/.test(line)) columns = cells.length - 2;
    if (!isRow) columns = 0;
    if (columns === 0 || cells.length - 2 <= columns) return line;
    lost.push(index + 1);
    return cells.slice(0, columns + 1).join('|');
  });
  return { text: lines.join('\n'), lost };
}

/** The words a reader sees: no addresses, no names of links, no tags; those in code too. */
export function wordsIn(source: string): Set<string> {
  const prose = (text: string) =>
    text
      .replace(/<!--[\s\S]*?-->/g, ' ')
      .replace(definition, ' ')
      .replace(/\]\(\s*[^\s()]*(?:\([^\s()]*\)[^\s()]*)*(?:\s+"[^"]*")?\s*\)/g, '] ')
      .replace(/\]\[[^\]]*\]/g, '] ')
      .replace(/<\/?[a-z][^>\n]*>/gi, ' ')
      .replace(/https?:\/\/\S+/g, ' ')
      .replace(/^[ \t>]*\d+[.)][ \t]/gm, ' ')
      .replace(/&#?\w+;/g, ' ');
  return words(inParts(source, { prose, code: (text) => text.replace(/^[ \t>]*(`{3,}|~{3,}).*$/gm, ' ') }));
}

/** The words of a rendered page. */
export function wordsOfPage(html: string): Set<string> {
  const text = html
    .replace(/<[^>]*>/g, '')
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&');
  return words(`${text} ${html.replace(/<[^>]*>/g, ' ')}`);
}

const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

const withoutFences = (source: string) =>
  source.replace(/^([ \t>]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1?[ \t>]*\2[`~]*[ \t]*$/gm, ' ');
const withoutCode = (source: string) => inParts(source, { prose: (text) => text, code: () => ' ' });

const code =
  /^([ \t>]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1?[ \t>]*\2[`~]*[ \t]*$|(?<!\\)(`+)(?!`)[\s\S]*?[^`]\3(?!`)/gm;

function inParts(
  source: string,
  change: { prose: (text: string) => string; code: (text: string) => string },
): string {
  let made = '';
  let last = 0;
  for (const match of source.matchAll(code)) {
    made += change.prose(source.slice(last, match.index)) + change.code(match[0]);
    last = match.index + match[0].length;
  }
  return made + change.prose(source.slice(last));
}
