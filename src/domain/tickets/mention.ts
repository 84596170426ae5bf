/**
 * Who is mentioned in a note: `@` and a colleague's whole name, or its first word when nobody else begins the same.
 * Letters in any case; the name must end where a word does.
 */
export function mentionsIn<C extends { id: number; name: string }>(
  text: string,
  colleagues: readonly C[],
): C[] {
  const said = text.toLowerCase();
  return colleagues.filter(({ id, name }) => {
    const [first = ''] = name.toLowerCase().split(/\s+/);
    const isOnly = colleagues.every((other) => other.id === id || firstWord(other.name) !== first);
    return says(said, name.toLowerCase()) || (isOnly && says(said, first));
  });
}

const firstWord = (name: string) => name.toLowerCase().split(/\s+/)[0];

function says(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(`@${name}`); at !== -1; at = text.indexOf(`@${name}`, at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + name.length + 1);
    if (!/[\p{L}\p{N}.]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
