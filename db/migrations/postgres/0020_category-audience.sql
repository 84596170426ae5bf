ALTER TABLE "articles" ADD COLUMN "own_audience" text;
--> statement-breakpoint
UPDATE articles SET own_audience = audience, audience = (SELECT c.audience FROM categories c WHERE c.id = articles.category_id)
WHERE EXISTS (
  SELECT 1 FROM categories c WHERE c.id = articles.category_id AND (
    (c.audience = 'agents' AND articles.audience <> 'agents') OR (c.audience = 'customers' AND articles.audience = 'public')
  )
);
