/** Text for XML, without the control characters that XML 1.0 can't hold at all (§2.2). */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** `<name attribute="…">text</name>`; children are XML already. */
export function element(name: string, attributes: Record<string, string>, ...children: string[]): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  if (children.length === 0) return `<${name}${pairs.join('')}/>`;
  return `<${name}${pairs.join('')}>${children.join('')}</${name}>`;
}

export function xmlResponse(mediaType: string, root: string): Response {
  return new Response(`<?xml version="1.0" encoding="utf-8"?>\n${root}\n`, {
    headers: { 'content-type': `${mediaType}; charset=utf-8` },
  });
}
