ALTER TABLE "answer_wishes" ADD COLUMN "article_key" text;
--> statement-breakpoint
CREATE INDEX "answer_wishes_article" ON "answer_wishes" USING btree ("article_key");
