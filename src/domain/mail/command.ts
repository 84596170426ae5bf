/** What an agent tells Portico by mail, in the first line of a reply. */
export type MailCommand = 'reply' | 'note' | 'close';

/** `#note` and `#close` stand alone at the beginning of the first line; what follows is the text. */
export function readCommand(text: string): { command: MailCommand; body: string } {
  const [, word, rest = ''] = /^\s*#(note|close)(?![\w-])[ \t]*:?([\s\S]*)$/i.exec(text) ?? [];
  if (!word) return { command: 'reply', body: text.trim() };
  return { command: word.toLowerCase() as MailCommand, body: rest.trim() };
}
