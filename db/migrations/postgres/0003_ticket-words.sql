-- The words of each ticket, by its number, for search in the desk (src/domain/tickets/search.store.ts writes them folded).
CREATE TABLE ticket_words (
  ticket_id integer PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
  words tsvector NOT NULL
);
--> statement-breakpoint
CREATE INDEX ticket_words_words ON ticket_words USING gin (words);
--> statement-breakpoint
-- Newest first, always by the GIN index: the planner does not know what reading a long tsvector from its side table
-- costs, and would rather walk through all tickets (2 s instead of 3 ms at 100,000); `+ 0` keeps it from the primary
-- key. `most` null: all of them.
CREATE FUNCTION find_ticket_words(query tsquery, before integer, most integer) RETURNS SETOF integer
LANGUAGE sql STABLE ROWS 1000 SET enable_seqscan = off SET enable_indexscan = off
AS $$ SELECT ticket_id FROM ticket_words WHERE words @@ query AND ticket_id + 0 < before ORDER BY ticket_id DESC LIMIT most $$;
