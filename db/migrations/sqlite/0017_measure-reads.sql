CREATE TABLE `measure_reads` (
	`day` text NOT NULL,
	`article_id` integer NOT NULL,
	`readers` integer NOT NULL,
	`escalated` integer NOT NULL,
	PRIMARY KEY(`day`, `article_id`)
);

