import { isCallout } from '../markdown/callouts.ts';
import { mapProse, type Line } from './prose.ts';

/** Something of another tool's Markdown that nobody here understands: it stays in the text as it was written. */
export interface Foreign {
  /** 1-based, of the file. */
  line: number;
  code:
    | 'shortcode'
    | 'component'
    | 'mdxCode'
    | 'directive'
    | 'include'
    | 'wikiLink'
    | 'attribute'
    | 'elementLost';
  values: Record<string, string>;
}

/** Elements of HTML whose content the renderer leaves out, or that show something from elsewhere. */
const losing =
  /<(script|style|iframe|object|embed|svg|math|video|audio|canvas|form|select|textarea|input|button)\b/gi;

/** Signs in a text (outside of code) that nothing here understands, each with the line it comes from. */
export function unknownSigns(lines: Line[], isMdx: boolean): Foreign[] {
  const found: Foreign[] = [];
  let inStatement = false;
  mapProse(lines, (line) => {
    const text = line.text.replace(/(`+)(?:(?!\1).)*\1/g, '');
    const add = (code: Foreign['code'], name: string) =>
      found.push({ line: line.from, code, values: { name: name.slice(0, 120) } });
    const isStatement: boolean = isMdx && (inStatement || /^(import|export)\s/.test(text));
    if (isStatement && !inStatement) add('mdxCode', text.trim());
    inStatement = isStatement && text.trim() !== '' && !/;\s*$/.test(text);
    if (!isStatement) signsIn(text, isMdx, add);
    return [line];
  });
  return once(found);
}

function signsIn(text: string, isMdx: boolean, add: (code: Foreign['code'], name: string) => void): void {
  for (const [sign] of text.matchAll(/\{\{[<%].*?[>%]\}\}|\{%.*?%\}/g)) add('shortcode', sign);
  for (const [sign] of text.matchAll(
    /<<<\s*@?[\w./-]+|\{\{#\w+.*?\}\}|--8<--\s*"[^"]*"|!\[\[[^\]]+\]\]|^\s*!include\b.*/g,
  ))
    add('include', sign.trim());
  for (const [, target] of text.matchAll(/(?<!!)\[\[([^\]\n]{1,120})\]\](?!\()/g))
    add('wikiLink', `[[${target}]]`);
  const container = /^\s*:{3,}\s*([A-Za-z][\w-]*)/.exec(text)?.[1];
  if (container && !isCallout(container)) add('directive', `:::${container}`);
  const leaf = /^\s*(::[A-Za-z][\w-]*(?:\[[^\]]*\])?(?:\{[^}]*\})?)\s*$/.exec(text)?.[1];
  if (leaf) add('directive', leaf);
  const attribute = /^\s*(\{:[^}]*\})\s*$/.exec(text)?.[1];
  if (attribute) add('attribute', attribute);
  for (const [, name] of text.matchAll(/<([A-Z][\w.]*)(?=[\s/>])/g)) add('component', `<${name}>`);
  for (const [, name] of text.matchAll(losing)) add('elementLost', `<${name!.toLowerCase()}>`);
  if (isMdx && /^\s*\{(?!\/\*|:).*\}\s*$/.test(text)) add('mdxCode', text.trim());
}

/** The same sign once a line, and each kind of component at most ten times: the eleventh says nothing new. */
function once(found: Foreign[]): Foreign[] {
  const seen = new Map<string, number>();
  const lines = new Set<string>();
  return found.filter(({ line, code, values }) => {
    const name = `${code} ${values.name}`;
    if (lines.has(`${line} ${name}`)) return false;
    lines.add(`${line} ${name}`);
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return seen.get(name)! <= 10;
  });
}
