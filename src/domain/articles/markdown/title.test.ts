import { describe, expect, it } from 'vitest';
import { findTitle, titleFromPath } from './title.ts';

describe('findTitle', () => {
  it.each([
    ['# A *b* `c`\n\n## D', 'A b c'],
    ['A\n===\n', 'A'],
    ['text\n\n## Second {#s}\n', 'Second'],
    ['<h1 align="center">\n  <b>Logo</b> App\n</h1>\n\n## Install', 'Logo App'],
    ['# [Linked](x) & more', 'Linked & more'],
    ['```\n# no\n```\n', null],
    ['#\n\ntext', null],
    ['', null],
  ])('%j', (body, title) => expect(findTitle(body)).toBe(title));
});

describe('titleFromPath', () => {
  it.each([
    ['guide/getting-started.md', 'Getting started'],
    ['guide/README.md', 'Guide'],
    ['01-intro_to_it.markdown', 'Intro to it'],
    ['README.md', 'README'],
    ['a/2024.md', '2024'],
    ['.md', 'Untitled'],
  ])('%s', (path, title) => expect(titleFromPath(path)).toBe(title));
});
