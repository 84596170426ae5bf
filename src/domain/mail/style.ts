/**
 * The looks of HTML mail. Mail programs know neither our style sheet nor custom properties, and many drop everything but
 * `style` attributes: hence the only raw values outside of src/styles/tokens.css, the same colours as there.
 */
const font =
  "-apple-system,'Segoe UI',Roboto,Cantarell,Ubuntu,'Noto Sans','Liberation Sans',Helvetica,Arial,sans-serif";
const mono = "ui-monospace,'SF Mono',Consolas,'Liberation Mono',monospace";

export const page = `margin:0;padding:0;background:#fbfaf6;color:#1c2226;font:16px/1.6 ${font}`;
export const card =
  'background:#ffffff;border:1px solid #e3dfd4;border-radius:8px;padding:28px 32px;font-size:16px;line-height:1.6;text-align:left';
export const header = 'padding:0 4px 14px;font-size:15px;font-weight:600;color:#0d5560;text-align:left';
export const footer = 'padding:16px 4px 0;font-size:13px;line-height:1.5;color:#62686a;text-align:left';
export const button =
  'display:inline-block;background:#0d5560;color:#ffffff;text-decoration:none;font-weight:600;padding:11px 20px;border-radius:6px';

/** One of several buttons side by side: none weighs more than the others. */
export const choice =
  'display:inline-block;margin:0 8px 8px 0;border:1px solid #0d5560;color:#0d5560;text-decoration:none;font-weight:600;padding:10px 18px;border-radius:6px';
/** Of a paragraph inside a quotation or a list. */
export const innerParagraph = 'margin:0 0 6px';

/** `style` attributes by element, for what our Markdown makes. */
export const elementStyles: Readonly<Record<string, string>> = {
  p: 'margin:0 0 16px',
  a: 'color:#0d5560;text-decoration:underline',
  ul: 'margin:0 0 16px;padding-left:24px',
  ol: 'margin:0 0 16px;padding-left:24px',
  li: 'margin:0 0 4px',
  h1: 'margin:24px 0 8px;font-size:22px;line-height:1.3',
  h2: 'margin:24px 0 8px;font-size:19px;line-height:1.3',
  h3: 'margin:20px 0 8px;font-size:17px;line-height:1.3',
  h4: 'margin:20px 0 8px;font-size:16px;line-height:1.3',
  blockquote: 'margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid #a9cccb;color:#454d51',
  pre: `margin:0 0 16px;padding:12px 14px;background:#f3f1ea;border-radius:6px;overflow:auto;white-space:pre-wrap;font:14px/1.5 ${mono}`,
  code: `font-family:${mono};font-size:0.9em`,
  table: 'margin:0 0 16px;border-collapse:collapse',
  th: 'padding:6px 10px;border:1px solid #e3dfd4;text-align:left',
  td: 'padding:6px 10px;border:1px solid #e3dfd4',
  hr: 'margin:24px 0;border:0;border-top:1px solid #e3dfd4',
  img: 'max-width:100%;height:auto',
};

/** Dark mode, in the programs that honour it (classes, since nothing else beats a `style` attribute there). */
export const darkCss = `@media (prefers-color-scheme:dark){
.page{background:#14181a!important;color:#e8e6df!important}
.card{background:#1c2124!important;border-color:#363d41!important;color:#e8e6df!important}
.head{color:#7fc4c4!important}.foot{color:#a0a6a6!important}
.card a{color:#7fc4c4!important;border-color:#7fc4c4!important}.card a.button{background:#7fc4c4!important;color:#0d2023!important}
.card th,.card td{border-color:#363d41!important}.card pre{background:#262c2f!important}.card blockquote{color:#c3c8c6!important;border-color:#3f5f62!important}
}
@media (max-width:480px){.card{padding:20px 18px!important}}`;
