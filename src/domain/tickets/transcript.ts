/** One turn of a conversation that was pasted. */
export interface Turn {
  name: string;
  text: string;
}

/** A line that begins a turn: an optional time, a name, a colon. */
const turnLine =
  /^(?:\[?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\]?\s*[-–]?\s*)?([\p{L}][\p{L}\p{M}\p{N} .'’_-]{0,39}):\s+(\S.*)$/iu;

/**
 * Read a pasted transcript: lines such as `Name: text`, also behind a time; further lines belong to the turn before.
 * @returns the turns, or null when the text is no conversation: it does not begin with a turn, or only one speaks
 */
export function readTranscript(text: string): Turn[] | null {
  const turns: Turn[] = [];
  for (const line of text.replace(/\r\n?/g, '\n').trim().split('\n')) {
    const [, name, words] = turnLine.exec(line.trim()) ?? [];
    const last = turns.at(-1);
    if (name && words) turns.push({ name: name.trim(), text: words });
    else if (last) last.text += `\n${line}`;
    else return null;
  }
  const speakers = new Set(turns.map((turn) => turn.name.toLowerCase()));
  if (speakers.size < 2) return null;
  return turns.map(({ name, text: words }) => ({ name, text: words.trimEnd() }));
}

/** Whether a speaker is one of us: an agent's name, its first word, or a word for the desk itself. */
export function isOurs(name: string, agentNames: readonly string[]): boolean {
  const said = name.toLowerCase();
  const desk = [
    'agent',
    'support',
    'operator',
    'operatore',
    'operatrice',
    'assistenza',
    'helpdesk',
    'me',
    'io',
  ];
  return desk.includes(said) || agentNames.some((agent) => isNameOf(said, agent.toLowerCase()));
}

const isNameOf = (said: string, name: string) => said === name || said === name.split(/\s+/)[0];
