import { calloutMark, kindOfName } from './callout.ts';
import { codeTeller, mapProse, type Line } from './prose.ts';
import { unknownSigns, type Foreign } from './signs.ts';

export interface Translated {
  text: string;
  /** For each line of `text`, the line it comes from; 1-based. */
  lines: number[];
  foreign: Foreign[];
}

/**
 * Another tool's Markdown in Portico's: callouts of MkDocs, GitBook, Hugo, Obsidian, Docusaurus and Mintlify, tabs as
 * titled parts, contents lists (pages have their own) left out, wiki links as `linkWiki` has them. What has no counterpart is reported, and stays.
 */
export function translateDialect(
  source: string,
  { isMdx, linkWiki = same }: { isMdx: boolean; linkWiki?: (line: string) => string },
): Translated {
  const lines = source.split('\n').map((text, index): Line => ({ text, from: index + 1 }));
  const linked = mapProse(lines, (line) => [{ ...line, text: linkWiki(line.text) }]);
  const plain = mapProse(fromIndented(linked), translateLine);
  const translated = mapProse(plain, quoteAlert);
  return {
    text: translated.map(({ text }) => text).join('\n'),
    lines: translated.map(({ from }) => from),
    foreign: unknownSigns(translated, isMdx),
  };
}

const same = (line: string) => line;

/** `!!! note "Title"` and `??? tip` of MkDocs: what is indented below belongs to it. */
function fromIndented(lines: Line[]): Line[] {
  const made: Line[] = [];
  const isCode = codeTeller();
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!;
    const found = isCode(line.text)
      ? null
      : /^([ \t]*)(!!!|\?\?\?\+?|===)[ \t]+("?[^"\n]*?"?)(?:[ \t]+"([^"]*)")?[ \t]*$/.exec(line.text);
    if (!found || (found[2] === '===' && !/^"/.test(found[3]!))) {
      made.push(line);
      continue;
    }
    const end = endOfBlock(lines, i + 1, found[1]!.length);
    if (end === i + 1) {
      made.push(line);
      continue;
    }
    made.push(...boxOf(found, line, fromIndented(lines.slice(i + 1, end).map(outdented))));
    i = end - 1;
  }
  return made;
}

const outdented = (line: Line): Line => ({ ...line, text: line.text.replace(/^(?: {1,4}|\t)/, '') });

function endOfBlock(lines: Line[], start: number, indent: number): number {
  const belongs = (text: string) =>
    text.trim() === '' || /^[ \t]*/.exec(text)![0].replaceAll('\t', '    ').length >= indent + 2;
  let end = start;
  while (end < lines.length && belongs(lines[end]!.text)) end += 1;
  while (end > start && lines[end - 1]!.text.trim() === '') end -= 1;
  return end;
}

function boxOf(
  [, indent = '', sign = '', name = '', title]: RegExpExecArray | string[],
  line: Line,
  inside: Line[],
): Line[] {
  const at = (text: string): Line => ({ text: text && indent + text, from: line.from });
  if (sign === '===') return [at(`**${name.replaceAll('"', '')}**`), at(''), ...inside];
  const [kindName = '', ...rest] = name.replaceAll('"', '').split(/\s+/);
  const words = title ?? (kindOfName(kindName) || rest.length > 0 ? '' : kindName);
  const last = inside.at(-1)?.from ?? line.from;
  const colons = inside.some(({ text }) => text.trimStart().startsWith(':::')) ? '::::' : ':::';
  const mark = calloutMark(sign.startsWith('?') ? 'details' : (kindOfName(kindName) ?? 'note'), words).slice(
    3,
  );
  return [at(colons + mark), ...inside, { text: indent + colons, from: last }];
}

const tagNames = 'Note|Tip|Info|Warning|Caution|Danger|Check|Important|Callout|Admonition|Aside|Alert|Hint';
const opening = new RegExp(`^(\\s*)<(${tagNames})\\b([^>]*)>\\s*$`);
const closing = new RegExp(`^(\\s*)</(${tagNames})>\\s*$`);

/** One line of another tool in Portico's words; a line that means nothing here goes. */
function translateLine(line: Line): Line[] {
  const { text } = line;
  const to = (change: string): Line[] => [{ ...line, text: change }];
  const tag = opening.exec(text);
  if (tag) return to(boxFrom(tag[1]!, tag[2]!, tag[3]!));
  if (closing.test(text)) return to(':::');
  const liquid = /^(\s*)\{%-?\s*(hint|endhint|tab|endtab|tabs|endtabs)\b(.*?)-?%\}\s*$/.exec(text);
  if (liquid) return to(fromGitBook(liquid[2]!, liquid[3]!));
  const hugo =
    /^(\s*)\{\{[<%]\s*(\/?)(notice|hint|callout|alert|admonition|note|tip|warning|info)\b(.*?)\/?[>%]\}\}\s*$/.exec(
      text,
    );
  if (hugo) return to(hugo[2] ? ':::' : boxFrom(hugo[1]!, hugo[3]!, hugo[4]!));
  if (/^\s*(\[\[?toc\]?\]|\{:\s*toc.*\}|<!--\s*toc\s*-->|\[\[_TOC_\]\])\s*$/i.test(text)) return to('');
  return to(inlineSigns(text));
}

function boxFrom(indent: string, name: string, attributes: string): string {
  const named = attributeOf(attributes, 'type|style|level|color|intent');
  const bare = /^\s*"?([a-z]+)"?/i.exec(attributes)?.[1];
  const kind = [named, bare, name].map((one) => kindOfName(one ?? '')).find(Boolean) ?? 'note';
  return indent + calloutMark(kind, attributeOf(attributes, 'title|header'));
}

const attributeOf = (attributes: string, names: string): string | undefined =>
  new RegExp(`\\b(?:${names})\\s*=\\s*\\{?["'\`]([^"'\`]*)["'\`]`).exec(attributes)?.[1];

function fromGitBook(name: string, attributes: string): string {
  if (name === 'hint') return boxFrom('', 'hint', attributes);
  if (name === 'tab') return `**${attributeOf(attributes, 'title') ?? ''}**\n`;
  return name === 'endhint' ? ':::' : '';
}

/** `{{< ref "a.md" >}}` and `{% link a.md %}` stand for addresses; figures and films for an image and a link. */
function inlineSigns(text: string): string {
  return text
    .replace(/\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?["'`]?([^"'`\s>%]+)["'`]?\s*[>%]\}\}/g, '$1')
    .replace(/\{%-?\s*(?:link|post_url)\s+([^\s%]+)\s*-?%\}/g, '$1')
    .replace(/\{%-?\s*embed\s+url="([^"]+)"\s*-?%\}/g, '<$1>')
    .replace(/\{\{[<%]\s*youtube\s+(?:id=)?"?([\w-]+)"?\s*[>%]\}\}/g, '<https://www.youtube.com/watch?v=$1>')
    .replace(/\{\{[<%]\s*figure\b(.*?)\/?[>%]\}\}/g, (all, attributes: string) => {
      const src = attributeOf(attributes, 'src');
      const alt = attributeOf(attributes, 'alt') ?? attributeOf(attributes, 'caption|title') ?? '';
      return src ? `![${alt}](${src})` : all;
    });
}

const github = new Set(['note', 'tip', 'important', 'warning', 'caution']);

/** `> [!faq]- Title` of Obsidian in GitHub's five words. */
function quoteAlert(line: Line): Line[] {
  const found = /^((?:\s*>)+\s*)\[!(\w+)\]([+-]?)[ \t]*(.*)$/.exec(line.text);
  if (!found) return [line];
  const [, quote = '', name = '', , title = ''] = found;
  const kind = kindOfName(name) ?? 'note';
  const own = github.has(name.toLowerCase()) ? name : kind === 'danger' ? 'caution' : kind;
  const head = { ...line, text: `${quote}[!${own.toUpperCase()}]` };
  return title.trim()
    ? [head, { ...line, text: `${quote}**${title.trim()}**` }, { ...line, text: quote.trimEnd() }]
    : [head];
}
