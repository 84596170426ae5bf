import type { FaqView } from './views.ts';

/** schema.org FAQPage as JSON that is safe inside a script element: no `<` survives. */
export function faqStructuredData(view: FaqView): string {
  const questions = view.groups.flatMap((group) => group.questions);
  const data = {
    '@context': 'https://schema.org',
    '@type': 'FAQPage',
    mainEntity: questions.map((question) => ({
      '@type': 'Question',
      name: question.title,
      acceptedAnswer: { '@type': 'Answer', text: question.text },
    })),
  };
  return JSON.stringify(data).replace(/</g, '\\u003c');
}
