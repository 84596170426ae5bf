import { directiveFromMarkdown, type ContainerDirective } from 'mdast-util-directive';
import type { Root } from 'mdast';
import { directive } from 'micromark-extension-directive';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified, type Processor } from 'unified';
import { visit } from 'unist-util-visit';
import { isCallout, normaliseCallouts } from './callouts.ts';

const rounds = 4;

/**
 * Markdown to mdast: CommonMark, GFM and `:::name` callouts. Text and leaf directives stay off, so that `:8080`,
 * `:smile:` and `a::b` are the text they were; a `:::name` that is no callout becomes text again.
 */
export function parseMarkdown(source: string): Root {
  let text = normaliseCallouts(source);
  for (let round = 1; ; round++) {
    const tree = processor.parse(text);
    const unknown = unknownContainers(tree);
    if (unknown.length === 0 || round === rounds) return tree;
    text = escapeAt(text, unknown);
  }
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm, { singleTilde: false })
  .use(containerDirectives)
  .freeze();

function containerDirectives(this: Processor): void {
  const data = this.data();
  const constructs = directive().flow?.[58];
  const [container] = Array.isArray(constructs) ? constructs : [constructs];
  (data.micromarkExtensions ??= []).push({ flow: { 58: [container!] } });
  (data.fromMarkdownExtensions ??= []).push(directiveFromMarkdown());
}

function unknownContainers(tree: Root): number[] {
  const offsets: number[] = [];
  visit(tree, 'containerDirective', (node: ContainerDirective) => {
    if (!isCallout(node.name)) offsets.push(node.position!.start.offset!);
  });
  return offsets;
}

function escapeAt(text: string, offsets: number[]): string {
  const parts: string[] = [];
  let last = 0;
  for (const offset of offsets) {
    parts.push(text.slice(last, offset), '\\');
    last = offset;
  }
  return parts.join('') + text.slice(last);
}
