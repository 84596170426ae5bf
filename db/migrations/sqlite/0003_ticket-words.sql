-- The words of each ticket, by its number, for search in the desk (src/domain/tickets/search.store.ts writes them
-- folded). FTS5 keeps no copy of the text; the categories make it cut words exactly as `wordsOf` does.
CREATE VIRTUAL TABLE ticket_words USING fts5(words, content='', contentless_delete=1, detail=none,
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'");
