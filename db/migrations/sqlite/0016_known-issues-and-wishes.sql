CREATE TABLE `known_issues` (
	`article_key` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`answered_at` integer,
	`by_id` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE TABLE `issue_answers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_key` text NOT NULL,
	`texts` text NOT NULL,
	`resolves` integer NOT NULL,
	`by_id` integer,
	`submission_key` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE UNIQUE INDEX `issue_answers_submission` ON `issue_answers` (`submission_key`);
--> statement-breakpoint
CREATE INDEX `issue_answers_article` ON `issue_answers` (`article_key`,`created_at`);
--> statement-breakpoint
CREATE TABLE `issue_answer_tickets` (
	`answer_id` integer NOT NULL,
	`ticket_id` integer NOT NULL,
	`message_id` integer,
	`done_at` integer,
	`error` text,
	PRIMARY KEY(`answer_id`, `ticket_id`),
	FOREIGN KEY (`answer_id`) REFERENCES `issue_answers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `issue_answer_tickets_ticket` ON `issue_answer_tickets` (`ticket_id`);
--> statement-breakpoint
CREATE TABLE `answer_wishes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`locale` text NOT NULL,
	`words` text NOT NULL,
	`nonce` text NOT NULL,
	`search_id` integer,
	`created_at` integer NOT NULL,
	`confirmed_at` integer
);

--> statement-breakpoint
CREATE UNIQUE INDEX `answer_wishes_nonce` ON `answer_wishes` (`nonce`);
--> statement-breakpoint
CREATE INDEX `answer_wishes_email` ON `answer_wishes` (`email`);
--> statement-breakpoint
CREATE INDEX `answer_wishes_search` ON `answer_wishes` (`search_id`);
--> statement-breakpoint
CREATE INDEX `answer_wishes_confirmed` ON `answer_wishes` (`confirmed_at`);
