CREATE TABLE `article_flags` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_id` integer NOT NULL,
	`kind` text NOT NULL,
	`comment` text DEFAULT '' NOT NULL,
	`ticket_id` integer,
	`by_id` integer,
	`created_at` integer NOT NULL,
	`done_at` integer,
	`done_by_id` integer,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`done_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `article_flags_article` ON `article_flags` (`article_id`,`done_at`);
--> statement-breakpoint
CREATE INDEX `article_flags_done` ON `article_flags` (`done_at`);
--> statement-breakpoint
CREATE TABLE `gaps` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`samples` text NOT NULL,
	`direction` text NOT NULL,
	`locales` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`owner_id` integer,
	`article_id` integer,
	`size` integer DEFAULT 0 NOT NULL,
	`tickets` integer DEFAULT 0 NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`answered_at` integer,
	`closed_at` integer,
	`reopenings` integer DEFAULT 0 NOT NULL,
	`checked_at` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `gaps_state` ON `gaps` (`state`,`size`,`id`);
--> statement-breakpoint
CREATE INDEX `gaps_closed` ON `gaps` (`closed_at`);
--> statement-breakpoint
CREATE INDEX `gaps_article` ON `gaps` (`article_id`);
--> statement-breakpoint
CREATE INDEX `gaps_checked` ON `gaps` (`checked_at`);
--> statement-breakpoint
CREATE TABLE `gap_questions` (
	`kind` text NOT NULL,
	`source_id` integer NOT NULL,
	`gap_id` integer NOT NULL,
	`locale` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`kind`, `source_id`),
	FOREIGN KEY (`gap_id`) REFERENCES `gaps`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `gap_questions_gap` ON `gap_questions` (`gap_id`,`at`);
--> statement-breakpoint
CREATE TABLE `gap_days` (
	`gap_id` integer NOT NULL,
	`day` integer NOT NULL,
	`searches` integer DEFAULT 0 NOT NULL,
	`asks` integer DEFAULT 0 NOT NULL,
	`tickets` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`gap_id`, `day`),
	FOREIGN KEY (`gap_id`) REFERENCES `gaps`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `gap_days_day` ON `gap_days` (`day`);
--> statement-breakpoint
ALTER TABLE `tickets` ADD `no_answer_reason` text;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `self_service_failure` text;
