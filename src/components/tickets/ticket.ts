import { answerKeys } from './answers.ts';
import './composer.ts';
import './solution.ts';
import { focusSearch, onKeys, showKeys } from './keys.ts';
import './presence.ts';

/** The keys of a ticket's page. */
const composer = document.querySelector<HTMLFormElement>('[data-composer]');

function write(mode: 'reply' | 'note'): void {
  composer?.querySelector<HTMLInputElement>(`[name="mode"][value="${mode}"]`)?.click();
  composer?.querySelector<HTMLTextAreaElement>('[data-body]')?.focus();
}

function resolve(): void {
  const form = document.querySelector<HTMLFormElement>('#resolve');
  form?.scrollIntoView({ block: 'center' });
  form?.querySelector<HTMLButtonElement>('button')?.focus();
}

onKeys({
  ...answerKeys,
  r: () => write('reply'),
  n: () => write('note'),
  e: resolve,
  u: () => document.querySelector<HTMLAnchorElement>('[data-back]')?.click(),
  '/': focusSearch,
  '?': showKeys,
});
