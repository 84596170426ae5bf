import { keepDraft } from './draft.ts';

/** What a requester types is kept until it is sent. */
const form = document.querySelector<HTMLFormElement>('[data-keep-draft]');
const body = form?.querySelector<HTMLTextAreaElement>('[data-body]');
if (form && body) keepDraft(form, body, form.dataset.keepDraft!);
