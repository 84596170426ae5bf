import { expect, test } from 'vitest';
import { sectionOf, withoutIds } from './section.ts';

const html =
  '<p>Intro<br>text</p>\n<h2 id="a">A<a href="#a">#</a></h2><p>one</p><h3 id="a1">A1</h3><p>deep</p><h2 id="b">B</h2><p>two</p>';

test.each([
  [null, '<p>Intro<br>text</p>'],
  ['a', '<h2 id="a">A<a href="#a">#</a></h2><p>one</p><h3 id="a1">A1</h3><p>deep</p>'],
  ['a1', '<h3 id="a1">A1</h3><p>deep</p>'],
  ['b', '<h2 id="b">B</h2><p>two</p>'],
  ['gone', html],
])('the section at %j', (anchor, part) => expect(sectionOf(html, anchor)).toBe(part));

test('an article that begins with a heading is its own beginning', () => {
  const whole = '<h2 id="a">A</h2><p>one</p>';
  expect(sectionOf(whole, null)).toBe(whole);
});

test('a heading inside a box does not tear the box', () => {
  const boxed = '<aside><h2 id="a">A</h2><p>one</p></aside><h2 id="b">B</h2>';
  expect(sectionOf(boxed, 'a')).toBe(boxed);
});

test('an article without a heading is one section', () =>
  expect(sectionOf('<p>x</p>', null)).toBe('<p>x</p>'));

test('ids go, texts that look like them stay', () =>
  expect(withoutIds('<h2 class="a" id="b">say id="c"</h2>')).toBe('<h2 class="a">say id="c"</h2>'));
