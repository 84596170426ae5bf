CREATE TABLE `article_copies` (
	`article_id` integer PRIMARY KEY NOT NULL,
	`fields` text NOT NULL,
	`revision` integer NOT NULL,
	`base_revision` integer NOT NULL,
	`author_id` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE TABLE `article_reviews` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`asked_by_id` integer,
	`reviewer_id` integer,
	`note` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`answer` text DEFAULT '' NOT NULL,
	`asked_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`asked_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`reviewer_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `article_reviews_article` ON `article_reviews` (`article_id`,`state`);
--> statement-breakpoint
CREATE INDEX `article_reviews_reviewer` ON `article_reviews` (`reviewer_id`,`state`);
--> statement-breakpoint
CREATE TABLE `article_comments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`line` integer,
	`body` text NOT NULL,
	`author_id` integer,
	`created_at` integer NOT NULL,
	`done_at` integer,
	`done_by_id` integer,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`done_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `article_comments_article` ON `article_comments` (`article_id`,`id`);
--> statement-breakpoint
CREATE TABLE `article_schedules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_id` integer NOT NULL,
	`action` text NOT NULL,
	`at` integer NOT NULL,
	`zone` text NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`error` text,
	`by_id` integer,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`ended_by_id` integer,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`ended_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `article_schedules_article` ON `article_schedules` (`article_id`,`state`);
--> statement-breakpoint
CREATE INDEX `article_schedules_due` ON `article_schedules` (`state`,`at`);
--> statement-breakpoint
CREATE TABLE `article_translations` (
	`article_id` integer PRIMARY KEY NOT NULL,
	`source_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`at` integer NOT NULL,
	`by_id` integer,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`source_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `article_translations_source` ON `article_translations` (`source_id`);
--> statement-breakpoint
CREATE TABLE `article_templates` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`locale` text NOT NULL,
	`name` text NOT NULL,
	`kind` text DEFAULT 'article' NOT NULL,
	`source` text NOT NULL,
	`by_id` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `article_templates_locale` ON `article_templates` (`locale`);
