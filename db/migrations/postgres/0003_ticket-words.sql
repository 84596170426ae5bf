-- The words of each ticket, by its number, for search in the desk (src/domain/tickets/search.store.ts writes them folded).
CREATE TABLE ticket_words (
  ticket_id integer PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
  words tsvector NOT NULL
);
--> statement-breakpoint
CREATE INDEX ticket_words_words ON ticket_words USING gin (words);
--> statement-breakpoint
-- Many common words must be known as common: then the planner walks the newest tickets first instead of sorting them all.
ALTER TABLE ticket_words ALTER COLUMN words SET STATISTICS 1000;
