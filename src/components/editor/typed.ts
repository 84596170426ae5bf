import type { FormState } from '#src/components/ui/formState.ts';
import type { EditorFields } from '#src/domain/articles/editorView.ts';
import { tagsIn } from './previewForm.ts';

/** The words in the editor's form: what was typed, where it came back; else what is kept. */
export const typedWords = (state: FormState, fields: EditorFields) => ({
  title: state.value('title', fields.title),
  summary: state.value('summary', fields.summary),
  slug: state.value('slug', fields.slug),
  tags: tagsIn(state.value('tags', fields.tags.join(', '))),
  source: state.value('source', fields.source),
});
