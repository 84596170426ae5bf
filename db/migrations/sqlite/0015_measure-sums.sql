CREATE TABLE `measure_sums` (
	`locale` text NOT NULL,
	`category` text NOT NULL,
	`tier` text NOT NULL,
	`agent` text NOT NULL,
	`day` text NOT NULL,
	`sums` text NOT NULL,
	PRIMARY KEY(`locale`, `category`, `tier`, `agent`, `day`)
);

--> statement-breakpoint
CREATE INDEX `measure_sums_day` ON `measure_sums` (`day`);
--> statement-breakpoint
CREATE TABLE `measure_articles` (
	`article_id` integer PRIMARY KEY NOT NULL,
	`category` text NOT NULL
);

--> statement-breakpoint
ALTER TABLE `visit_events` ADD `is_trial` integer DEFAULT false NOT NULL;
