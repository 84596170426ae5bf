CREATE TABLE "measure_article_days" (
	"day" text PRIMARY KEY NOT NULL,
	"articles" text NOT NULL
);

