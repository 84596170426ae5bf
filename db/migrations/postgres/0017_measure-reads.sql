CREATE TABLE "measure_reads" (
	"day" text NOT NULL,
	"article_id" integer NOT NULL,
	"readers" integer NOT NULL,
	"escalated" integer NOT NULL,
	CONSTRAINT "measure_reads_day_article_id_pk" PRIMARY KEY("day","article_id")
);

