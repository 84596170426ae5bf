CREATE TABLE "article_assets" (
	"article_id" integer NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "article_assets_article_id_hash_pk" PRIMARY KEY("article_id","hash")
);

--> statement-breakpoint
ALTER TABLE "article_assets" ADD CONSTRAINT "article_assets_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "article_assets_hash" ON "article_assets" USING btree ("hash");
