CREATE TABLE "measure_days" (
	"day" text NOT NULL,
	"metric" text NOT NULL,
	"part" text DEFAULT '' NOT NULL,
	"n" integer NOT NULL,
	"minutes" jsonb NOT NULL,
	CONSTRAINT "measure_days_day_metric_part_pk" PRIMARY KEY("day","metric","part")
);

--> statement-breakpoint
CREATE TABLE "measure_searches" (
	"day" text NOT NULL,
	"locale" text NOT NULL,
	"query" text NOT NULL,
	"searches" integer NOT NULL,
	"nothing" integer NOT NULL,
	"no_click" integer NOT NULL,
	CONSTRAINT "measure_searches_day_locale_query_pk" PRIMARY KEY("day","locale","query")
);

--> statement-breakpoint
DROP INDEX "article_votes_time";
--> statement-breakpoint
DROP INDEX "tickets_created";
--> statement-breakpoint
CREATE INDEX "article_votes_time" ON "article_votes" USING btree ("created_at","article_id","helpful");
--> statement-breakpoint
CREATE INDEX "tickets_created" ON "tickets" USING btree ("created_at","requester_id");
