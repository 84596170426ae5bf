const fence = /^[ \t>]*(`{3,}|~{3,})/;
const statement =
  /^(import\s+(?:[\w*{].*?\sfrom\s+)?['"]|export\s+(?:default|const|let|function|async|\{|\*))/;

/** An MDX source without its code: what stands on those lines becomes nothing, and the lines stay. */
export function withoutMdx(source: string): string {
  let open = '';
  let inStatement = false;
  return withoutComments(source)
    .split('\n')
    .map((line) => {
      const mark = fence.exec(line)?.[1];
      if (open && mark?.startsWith(open)) open = '';
      else if (open) return line;
      else if (mark) open = mark;
      if (inStatement || (!open && statement.test(line))) {
        // An import or export ends with its paragraph.
        inStatement = line.trim() !== '' && !/;\s*$/.test(line);
        return '';
      }
      return line;
    })
    .join('\n');
}

function withoutComments(source: string): string {
  return source.replace(/\{\/\*[\s\S]*?\*\/\}/g, (comment) => comment.replace(/[^\n]/g, ''));
}
