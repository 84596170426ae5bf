/** A line of a text, and the line of the file that it comes from; 1-based. */
export interface Line {
  text: string;
  from: number;
}

const fence = /^[ \t>]*(`{3,}|~{3,})/;

/** The lines outside of code, each changed; code stays as it is. */
export function mapProse(lines: Line[], change: (line: Line) => Line[]): Line[] {
  const isCode = codeTeller();
  return lines.flatMap((line) => (isCode(line.text) ? [line] : change(line)));
}

/** Tells of each line in turn whether it belongs to a block of code between fences, the fences included. */
export function codeTeller(): (text: string) => boolean {
  let open = '';
  return (text) => {
    const mark = fence.exec(text)?.[1];
    if (!open) {
      open = mark ?? '';
      return mark !== undefined;
    }
    if (mark?.startsWith(open) && /^[ \t>]*[`~]+\s*$/.test(text)) open = '';
    return true;
  };
}
