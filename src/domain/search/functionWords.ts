/**
 * Words that say nothing about the subject, beside those of lunr-languages: articles, pronouns, auxiliaries, prepositions and
 * the polite wrapping of a question. Negations are not among them: "card not working" is about the "not".
 */
export const functionWords: Readonly<Record<string, string>> = {
  en: `a about after again all also am an and any anyone anything are as at be because been before being but by can could did do
    does doing done each for from had has have having he her here hers him his how i if in into is it its just ll m may me might mine
    more most must my need of on one only or other our ours out over own please re s same shall she should so some someone something
    such t than thank thanks that the their theirs them then there these they this those through to too under until up us ve very was we
    were what when where which while who whom whose why will with would d yes you your yours hi hello hey dear tell know want like
    help trying try seem seems really get got`,
  it: `a ad agli ai al alla alle allo anche avere c che chi ci ciao come con cos cosa cui d da dagli dai dal dalla dalle dallo dei
    degli del della delle dello devo di dove dovrei e ed essere gli grazie ho i il in io l la le lei lo loro lui m ma mi mia mie miei mio
    negli nei nel nella nelle nello noi o per perché perfavore piacere poi posso potete potrei puoi può qual quale quali quando quanto
    quella quelle quelli quello quest questa queste questi questo s salve sarebbe se sei si sia siamo sono sta sto su sua sue sugli sui
    sul sulla sulle sullo suo suoi t ti tra tu tua tue tuo tuoi un una uno v vi voglio voi vorrei buongiorno buonasera fare fa faccio si
    dell all dall nell sull quell un`,
};
/** Words that turn a question round, never dropped whatever a stop-word list says. */
export const negations: Readonly<Record<string, string>> = {
  en: 'not no never nor without cannot',
  it: 'non no mai senza nessuno nessuna',
  de: 'nicht kein keine ohne nie',
  fr: 'ne pas non sans jamais aucun',
  es: 'no nunca sin ningún',
};
