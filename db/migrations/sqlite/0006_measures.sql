CREATE TABLE `measure_days` (
	`day` text NOT NULL,
	`metric` text NOT NULL,
	`part` text DEFAULT '' NOT NULL,
	`n` integer NOT NULL,
	`minutes` text NOT NULL,
	PRIMARY KEY(`day`, `metric`, `part`)
);

--> statement-breakpoint
CREATE TABLE `measure_searches` (
	`day` text NOT NULL,
	`locale` text NOT NULL,
	`query` text NOT NULL,
	`searches` integer NOT NULL,
	`nothing` integer NOT NULL,
	`no_click` integer NOT NULL,
	PRIMARY KEY(`day`, `locale`, `query`)
);

--> statement-breakpoint
DROP INDEX `article_votes_time`;
--> statement-breakpoint
CREATE INDEX `article_votes_time` ON `article_votes` (`created_at`,`article_id`,`helpful`);
--> statement-breakpoint
DROP INDEX `tickets_created`;
--> statement-breakpoint
CREATE INDEX `tickets_created` ON `tickets` (`created_at`,`requester_id`);
