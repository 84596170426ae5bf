import type { Element, ElementContent, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { bundledLanguages, bundledLanguagesInfo } from 'shiki/langs';
import { withinBounds } from './bounds.ts';
import { elements, h, isElement } from './hast.ts';

/** What documentation is written in; each grammar is loaded when first met, and the list bounds the memory. */
const languages = new Set(
  (
    'apache bash bat c csharp css csv diff docker dotenv go graphql groovy handlebars hcl html http ini java ' +
    'javascript json json5 jsonc jsx kotlin less log lua make markdown nginx perl php powershell properties proto ' +
    'python r regex ruby rust scala scss shellscript shellsession sql ssh-config svelte swift systemd terraform toml ' +
    'tsx typescript vue xml yaml'
  ).split(' '),
);
const limits = { block: 20_000, article: 120_000, line: 1_000, ms: 900, idle: 60_000 };

const theme = createCssVariablesTheme({ name: 'portico', variablePrefix: 'tok:', fontStyle: false });
const canonical = new Map(
  bundledLanguagesInfo
    .filter(({ id }) => languages.has(id))
    .flatMap(({ id, aliases = [] }) => [id, ...aliases].map((name) => [name, id] as const)),
);
// Its own grammar takes a second to get ready, which an interactive save doesn't have; C's tells nearly as much.
for (const name of ['cpp', 'c++', 'cc', 'hpp', 'h']) canonical.set(name, 'c');
let highlighter: Promise<HighlighterCore> | undefined;
let idle: NodeJS.Timeout | undefined;

/**
 * Colours the code blocks of a tree with classes (`tok-keyword`, `tok-string`, …: styles/prose.css), never inline
 * styles. Blocks over 20,000 characters, unknown languages, and what doesn't fit into 900 ms stay plain.
 */
export async function highlightCode(tree: Root): Promise<void> {
  const budget = { characters: limits.article, ms: limits.ms };
  for (const pre of elements(tree).filter((node) => isElement(node, 'pre'))) {
    pre.properties = { className: ['code'], tabIndex: 0 };
    const code = pre.children.find((child) => isElement(child, 'code')) as Element | undefined;
    if (code) await highlightBlock(code, budget);
  }
}

async function highlightBlock(code: Element, budget: { characters: number; ms: number }): Promise<void> {
  const language = languageOf(code);
  const text = toString(code);
  if (!language || text.length > Math.min(limits.block, budget.characters) || budget.ms <= 0) return;
  const shiki = await loaded(language);
  const start = performance.now();
  const spans = tokensWithin(budget.ms, shiki, text, language);
  if (spans) code.children = spans;
  // Interrupted in the middle of a grammar it may be broken for good: begin anew next time.
  else highlighter = undefined;
  budget.ms -= performance.now() - start;
  budget.characters -= text.length;
}

/** Colours are an ornament: no grammar that fails may keep an article from being saved. */
function tokensWithin(
  ms: number,
  shiki: HighlighterCore,
  text: string,
  language: string,
): ElementContent[] | null {
  try {
    return withinBounds(ms, () => tokens(shiki, text, language));
  } catch {
    return null;
  }
}

function languageOf(code: Element): string | undefined {
  const [className] = Array.isArray(code.properties.className) ? code.properties.className : [];
  const name = String(className ?? '').replace(/^language-/, '');
  return canonical.get(name.toLowerCase().replace(/[^\w+#.-].*$/, ''));
}

/** The highlighter with this grammar. Grammars are heavy and articles rarely saved, so it is let go when idle. */
async function loaded(language: string): Promise<HighlighterCore> {
  clearTimeout(idle);
  idle = setTimeout(() => (highlighter = undefined), limits.idle).unref();
  highlighter ??= createHighlighterCore({
    themes: [theme],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const shiki = await highlighter;
  if (!shiki.getLoadedLanguages().includes(language))
    await shiki.loadLanguage(bundledLanguages[language as keyof typeof bundledLanguages]);
  return shiki;
}

function tokens(shiki: HighlighterCore, text: string, lang: string): ElementContent[] {
  const { tokens: lines } = shiki.codeToTokens(text, {
    lang,
    theme: 'portico',
    tokenizeMaxLineLength: limits.line,
    tokenizeTimeLimit: 0,
  });
  const out: ElementContent[] = [];
  lines.forEach((line, index) => {
    if (index > 0) append(out, '\n', undefined);
    for (const token of line) append(out, token.content, classOf(token.color));
  });
  return out;
}

/** `var(tok:token-keyword)`, the theme's "colour", is the class `tok-keyword`. */
const classOf = (color: string | undefined) => /tok:token-([a-z-]+)/.exec(color ?? '')?.[1];

function append(out: ElementContent[], value: string, name: string | undefined): void {
  const last = out.at(-1);
  const className = name && value.trim() ? `tok-${name}` : undefined;
  if (last?.type === 'text' && !className) last.value += value;
  else if (!className) out.push({ type: 'text', value });
  else if (isElement(last, 'span') && String(last.properties.className) === className)
    (last.children[0] as { value: string }).value += value;
  else out.push(h('span', { className: [className] }, [{ type: 'text', value }]));
}
