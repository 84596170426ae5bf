/** An answer with its text read, and the place it leads to. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** Path and query of the Location header, or null. */
  location: string | null;
}

export type Fields = Record<string, string | string[] | File | File[]>;

export interface Client {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** Send fields as a form does: multipart when there is a file among them or when asked. */
  post(path: string, fields: Fields, options?: SendOptions): Promise<Reply>;
  postJson(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  /**
   * Open a page, fill the form whose HTML contains `marker` (an action name, a button's text), keep its hidden fields,
   * and send it where and how it says.
   */
  submit(path: string, marker: string, fields: Fields, options?: SendOptions): Promise<Reply>;
  send(path: string, init: RequestInit): Promise<Reply>;
}

export interface SendOptions {
  multipart?: boolean;
  headers?: Record<string, string>;
}

/** A browser in miniature: keeps cookies, names its origin, follows nothing by itself. */
export function createClient(base: string): Client {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Reply> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0 && !headers.has('cookie'))
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(path, base), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    const to = response.headers.get('location');
    const target = to === null ? null : new URL(to, base);
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: target && target.pathname + target.search + target.hash,
    };
  };
  const post = (path: string, fields: Fields, { multipart = false, headers = {} }: SendOptions = {}) =>
    send(path, { method: 'POST', body: bodyOf(fields, multipart), headers: { origin: base, ...headers } });
  return {
    cookies,
    send,
    get: (path, headers = {}) => send(path, { headers }),
    post,
    postJson: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { origin: base, 'content-type': 'application/json', ...headers },
      }),
    submit: async (path, marker, fields, options = {}) => {
      const page = await send(path, {});
      const form = findForm(page.text, marker);
      if (!form) throw new Error(`No form with "${marker}" at ${path} (${page.status}):\n${page.text}`);
      // As a browser does: `?_action=…` is of this very page.
      const to = new URL(form.action ?? path, new URL(path, base));
      return post(
        to.pathname + to.search,
        { ...form.hidden, ...fields },
        { multipart: form.isMultipart, ...options },
      );
    },
  };
}

function bodyOf(fields: Fields, multipart: boolean): FormData | URLSearchParams {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const),
  );
  if (!multipart && pairs.every(([, value]) => typeof value === 'string'))
    return new URLSearchParams(pairs as [string, string][]);
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  return data;
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const name = pair.slice(0, pair.indexOf('='));
  const isGone = attributes.some((a) => /^max-age=0$|^expires=thu, 01 jan 1970/i.test(a));
  if (isGone) cookies.delete(name);
  else cookies.set(name, pair.slice(name.length + 1));
}

/** The form of a page that contains a text, with its hidden fields. Our own well-formed HTML needs no parser. */
export function findForm(html: string, marker: string) {
  const form = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].find(([whole]) =>
    whole.includes(marker),
  );
  if (!form) return null;
  const [, attributes = '', inner = ''] = form;
  const hidden: Record<string, string> = {};
  for (const [input] of inner.matchAll(/<input\b[^>]*>/g))
    if (attribute(input, 'type') === 'hidden' && attribute(input, 'name'))
      hidden[attribute(input, 'name')!] = attribute(input, 'value') ?? '';
  return {
    action: attribute(attributes, 'action'),
    isMultipart: attribute(attributes, 'enctype') === 'multipart/form-data',
    hidden,
  };
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}(?:="([^"]*)"|='([^']*)')?(?=[\\s/>]|$)`).exec(tag);
  return found ? decodeEntities(found[1] ?? found[2] ?? '') : null;
}

const decodeEntities = (text: string) =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
