import { anyCase } from './anyCase.ts';

/** One word of a name with its capital: Rossi, D'Angelo, Jean-Luc, al-Rashid. */
export const word = "(?:(?:al|el|ul)-)?\\p{Lu}\\p{L}{0,30}(?:[’'-]\\p{L}{1,30}){0,3}";
const particle =
  "(?:van|von|de|di|da|der|den|del|della|dei|degli|dal|dalla|la|lo|le|el|al|bin|ibn|du|dos|ter|y|zu|ca’|ca'|st\\.|St\\.)";
const next = `[ ](?:${particle}[ ]){0,2}(?:[A-Z]\\.[ ])?${word}`;

/** So many words of a name or more, and at most four. */
export const words = (least: 0 | 1) => `(?:[A-Z]\\.[ ]?){0,2}${word}(?:${next}){${least},3}`;
const afterTitle = `(?:${particle}[ ]){0,2}${words(0)}`;
const name = words(0);
const pair = words(1);
const names = `${name}(?:[ ](?:&|and|e|ed|\\+)[ ]${name}){0,2}`;

export interface NameCue {
  before: string;
  name: string;
  after?: string;
}

const line = '(?:^|\\n)[ >*_]*';
/** In small letters or capitals. */
const any = (choices: string) => `(?<![\\p{L}\\p{N}])${anyCase(choices)}`;
const lineEnd = '(?=[ *_]*(?:\\n|$))';
const pause = '(?=[ *_]*(?:[,!.;:(–—-]|\\n|$))';

/** What stands before a name, or after it. */
export const nameCues: NameCue[] = [
  // Titles.
  { before: '(?<![\\p{L}])(?:[Mm]rs?|Ms|Miss|Mx|[Dd]r|[Pp]rof|Sir|Lady|Rev)\\.?[ ]', name: afterTitle },
  {
    before: `${any('sig(?:\\.ra|\\.na|ra)?|signor[aei]?|signorina|dott(?:\\.ssa|oressa|or)?|dr\\.ssa|avv(?:ocato)?|ing|ingegner[e]?|geom(?:etra)?|rag|ragionier[ea]?|prof(?:\\.ssa|essor|essoressa)?|arch|architetto')}\\.?[ ]`,
    name: afterTitle,
  },
  // Introductions.
  { before: `${any("my name is|my name[’']s|mi chiamo|il mio nome è")}[ ]`, name },
  { before: `${any("i am|i[’']m|this is|sono(?: di nuovo| sempre)?")}[ ]`, name: pair },
  { before: `${any("i[’']m|sono")}[ ]`, name, after: '(?=,[ ])' },
  // Relations.
  {
    before: `${any('my|our|your|his|her|their')}[ ]${anyCase('wife|husband|partner|colleague|boss|manager|son|daughter|brother|sister|assistant|friend|mother|father|secretary|technician|engineer|agent|accountant|neighbou?r|landlord|employee|driver|courier')},?[ ]`,
    name,
  },
  {
    before: `${any('mi[ao]|nostr[ao]|vostr[ao]|su[ao]|tu[ao]|il|la|un[ao]?')}[ ]${anyCase('moglie|marito|compagn[ao]|collega|capo|figli[ao]|fratello|sorella|madre|padre|amic[ao]|segretari[ao]|responsabile|tecnic[ao]|operatore|operatrice|commercialista|consulente|referente|vicin[ao]|dipendente|corriere')},?[ ]`,
    name,
  },
  // Whom to turn to, whose it is.
  {
    before: `${any('(?:spoke|talked|speak|talk|speaking|talking)(?: with| to)|reply to|ask(?: for)?|belongs to|contact:?|signed by|registered to|agreed with|confirmed by|according to')}[ ]`,
    name: pair,
  },
  { before: `${any('ask for|agreed with|confirmed by|spoke to|spoke with|greetings from')}[ ]`, name },
  {
    before: `${any("(?:parlato|parlare) con|rispondete a|chied(?:ete|ere|i)(?: pure)?(?: di| a)?|intestat[oa] a|referente:?|firmat[oa] da|confermato da|d[’']accordo con|concordato con|sentit[oaie] con")}[ ]`,
    name: pair,
  },
  {
    before: `${any("chied(?:ete|ere|i)(?: pure)? di|parlato con|confermato da|d[’']accordo con|concordato con|saluto da|saluti da")}[ ]`,
    name,
  },
  {
    before: `(?<![\\p{L}])(?:by|with|from|of|for|di|da|con|per)[ ]`,
    name: words(1),
    after: `(?=,[ ](?:not|non)[ ])`,
  },
  // What people do, and where they do it.
  {
    before: "(?<![\\p{L}\\p{N}’'-])",
    name,
    after: `(?=[ ]${anyCase("told (?:me|us)|said (?:that|it|to)|wrote(?: to| that|:)|promised|phoned|rang|asked me|in accounts|from accounts|from support|m[i’'][ ]?ha[ ]|ci ha[ ]|ha (?:detto|scritto|chiamato|promesso|confermato|richiamato)|dell[’']amministrazione|dell[’']assistenza")})`,
  },
  // A mail's header, a form's field.
  { before: '(?<![\\p{L}\\p{N}])', name, after: '(?=[ ]?<[^<>\\s]{1,64}@)' },
  {
    before: `${any('(?:full |first |last |account |contact |sur)?name|nome(?: e cognome)?|cognome|nominativo|intestatari[oa]|(?:account |card)?holder|customer|contatto|referente|titolare|richiedente|attn|attention|c/o|fao')}[*_]*[ ]?[:=][*_]*[ ]*`,
    name,
  },
  {
    before: `${any('customer|cliente|requester|richiedente|intestatari[oa]|contact|contatto')}[*_]*[ ]*\\|[*_ ]*`,
    name: pair,
  },
  // The beginning and the end of a letter.
  {
    before: `${line}${anyCase('hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning|thanks|thank you|ciao|salve|buongiorno|buonasera|gentile|gentilissim[ao]|egregi[ao]|car[oa]|grazie')}(?:,)?[ ]`,
    name: names,
    after: pause,
  },
  {
    before: `${any('have a (?:good|nice|great|lovely) (?:day|evening|weekend|one)|take care|see you|good luck|buona (?:giornata|serata|domenica)|buon (?:lavoro|fine settimana)|a presto|grazie|thanks|thank you|cheers|ciao')},?[ ]`,
    name: names,
    after: '(?=[ ]?[!.]?[ *_]*(?:\\n|$))',
  },
  {
    before: `${anyCase('(?<![\\p{L}])(?:regards|rgds|wishes|cheers|thanks|thank you|thx|ta|best|sincerely|faithfully|truly|love|x{2,3}|saluti|saluto|cordialmente|in fede|grazie(?: mille| ancora)?|anticipatamente|advance|a presto|giornata|lavoro|serata|ciao)')}[ ,.!]*\\n+[ *_]*`,
    name: names,
    after: pause,
  },
  {
    before: `${any('regards|rgds|wishes|cheers|sincerely|saluti|cordialmente|x{2,3}|ta')}[,.!]?[ ]`,
    name: names,
    after: lineEnd,
  },
  { before: '(?:^|\\n)[ ]*(?:--|—|–)[ ]*\\n?', name: names, after: pause },
];
