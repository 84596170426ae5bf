CREATE TABLE `article_assets` (
	`article_id` integer NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`article_id`, `hash`),
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `article_assets_hash` ON `article_assets` (`hash`);
