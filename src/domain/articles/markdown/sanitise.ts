import type { Root } from 'hast';
import { sanitize, type Schema } from 'hast-util-sanitize';

const aria = ['ariaDescribedBy', 'ariaLabel', 'ariaLabelledBy'];

/**
 * What may appear in an article, written in Markdown or in the safe part of HTML (as foreign documentation uses it:
 * `<br>`, `<kbd>`, `<details>`, tables…). Everything else goes: `strip` with its content, other elements leave their
 * text. No style, no handlers, no forms, no frames, no `data:` or `javascript:`; ids are prefixed (DOM clobbering).
 */
export const schema: Schema = {
  tagNames: (
    'a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure ' +
    'h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strike strong sub ' +
    'summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
  attributes: {
    '*': ['id', 'lang', 'title', ['dir', 'ltr', 'rtl', 'auto']],
    a: [
      'href',
      'name',
      'dataFootnoteRef',
      'dataFootnoteBackref',
      ...aria,
      ['className', 'data-footnote-backref'],
    ],
    code: [['className', /^language-[\w+#.-]{1,40}$/]],
    col: ['span'],
    colgroup: ['span'],
    del: ['dateTime'],
    details: ['open'],
    div: [
      ['align', 'left', 'right', 'center'],
      ['className', /^callout(-[a-z]+)?$/],
      ['role', 'note'],
    ],
    h2: [['className', 'sr-only']],
    img: ['src', 'alt', ['width', /^\d{1,4}$/], ['height', /^\d{1,4}$/]],
    ins: ['dateTime'],
    li: ['value', ['className', 'task-list-item']],
    ol: ['start', 'reversed', ['className', 'contains-task-list']],
    p: [
      ['align', 'left', 'right', 'center'],
      ['className', 'callout-title'],
    ],
    section: ['dataFootnotes', ['className', 'footnotes']],
    span: [['className', 'task-box', 'task-done'], ['role', 'img'], 'ariaLabel'],
    td: ['colSpan', 'rowSpan', 'headers', ['align', 'left', 'right', 'center']],
    th: ['colSpan', 'rowSpan', 'headers', 'scope', 'abbr', ['align', 'left', 'right', 'center']],
    time: ['dateTime'],
    ul: [['className', 'contains-task-list']],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: ['http', 'https'] },
  ancestors: {
    caption: ['table'],
    col: ['table'],
    colgroup: ['table'],
    tbody: ['table'],
    td: ['table'],
    th: ['table'],
    thead: ['table'],
    tfoot: ['table'],
    tr: ['table'],
  },
  clobber: ['ariaDescribedBy', 'ariaLabelledBy', 'headers', 'id', 'name'],
  clobberPrefix: 'user-content-',
  strip: (
    'script style template noscript iframe object embed svg math title select option textarea xmp noembed ' +
    'noframes plaintext frameset head audio video canvas'
  ).split(' '),
};

/** The one place where Markdown's HTML becomes safe; what runs after it only adds markup of our own. */
export function sanitise(tree: Root): Root {
  return sanitize(tree, schema) as Root;
}
