-- The words of each ticket, by its number, for search in the desk (src/domain/tickets/search.store.ts writes them folded
-- and cut, so the tokenizer has only spaces to see). FTS5 keeps no copy of the text.
CREATE VIRTUAL TABLE ticket_words USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
