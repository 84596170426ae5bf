import { expect, test } from 'vitest';
import { faqStructuredData } from './faqData.ts';

test('structured data keeps every question and can’t leave its script element', () => {
  const question = {
    slug: 'a',
    title: 'What about </script><script>alert(1)</script>?',
    html: '<p>It stays</p>',
    text: 'It stays <!-- text',
    href: '/en/faq#a',
  };
  const json = faqStructuredData({ groups: [{ title: 'One', questions: [question] }], askHref: '/en/ask' });
  expect(json).not.toContain('<');
  expect(JSON.parse(json).mainEntity).toEqual([
    { '@type': 'Question', name: question.title, acceptedAnswer: { '@type': 'Answer', text: question.text } },
  ]);
});
