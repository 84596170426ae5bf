CREATE TABLE "measure_sums" (
	"locale" text NOT NULL,
	"category" text NOT NULL,
	"tier" text NOT NULL,
	"agent" text NOT NULL,
	"day" text NOT NULL,
	"sums" jsonb NOT NULL,
	CONSTRAINT "measure_sums_locale_category_tier_agent_day_pk" PRIMARY KEY("locale","category","tier","agent","day")
);

--> statement-breakpoint
CREATE TABLE "measure_articles" (
	"article_id" integer PRIMARY KEY NOT NULL,
	"category" text NOT NULL
);

--> statement-breakpoint
ALTER TABLE "visit_events" ADD COLUMN "is_trial" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE INDEX "measure_sums_day" ON "measure_sums" USING btree ("day");
