import { translator, type Locale } from '#src/i18n/index.ts';

/** What the editor begins with for a gap: its questions as they were asked, and room for the answer. */
export function draftText(samples: readonly string[], locale: Locale): string {
  const t = translator(locale);
  const asked = samples.map((sample) => `- ${escaped(sample)}`).join('\n');
  return [`## ${t('editor.draft.problem')}`, asked, `## ${t('editor.draft.solution')}`, ''].join('\n\n');
}

const escaped = (text: string) => text.replace(/[\\`*_[\]<>|~]/g, String.raw`\$&`);
