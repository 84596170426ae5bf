/** First and last names that are everyday words as well: in small letters they are taken for the word. */
export const alsoWords = new Set(
  (
    'mark will bill rose grace may april june august art frank grant rich page summer hope faith joy chase drew pat jack ' +
    'dale glen lane miles rusty sandy skip ray guy sunny ruby pearl lily violet daisy ivy amber dawn eve olive sage ' +
    'young long short black white brown green gray grey king knight baker cook carpenter smith hill wood woods field ' +
    'fields stone rivers park banks bush rice price day love best sharp swift stark ford cross bell case cash read ' +
    'rosa bianca bianco chiara chiaro gioia luce vera vero franca franco bruno bruna serena sereno viola celeste stella ' +
    'aurora alba angelo angela pace fede felice grazia grazie letizia libero marina mina nella pia pio rocco salvatore ' +
    'santo santa vita vittoria rossi neri verdi bianchi bruni conti costa ferri fonte fonti forte grasso greco guerra ' +
    'leone longo marino monti riva sala serra testa valle villa viola gentile palma piazza ricci russo sole nuovo casa ' +
    'error user test data admin support customer cliente utente guest service servizio team ufficio office'
  ).split(' '),
);
