CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);

--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);

--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`reset_at` integer NOT NULL
);

--> statement-breakpoint
CREATE INDEX `rate_limits_reset` ON `rate_limits` (`reset_at`);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`leased_until` integer,
	`finished_at` integer,
	`failed_at` integer,
	`error` text,
	`unique_key` text
);

--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`finished_at`,`run_at`);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_unique_key` ON `jobs` (`unique_key`);
--> statement-breakpoint
CREATE TABLE `agents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`tier` integer DEFAULT 1 NOT NULL,
	`password_hash` text NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`totp_secret` text,
	`totp_confirmed_at` integer,
	`totp_last_step` integer,
	`disabled_at` integer,
	`created_at` integer NOT NULL
);

--> statement-breakpoint
CREATE UNIQUE INDEX `agents_email` ON `agents` (`email`);
--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`agent_id` integer NOT NULL,
	`code_hash` text NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `recovery_codes_agent` ON `recovery_codes` (`agent_id`);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`is_complete` integer NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `sessions_agent` ON `sessions` (`agent_id`);
--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`purpose` text NOT NULL,
	`token_hash` text NOT NULL,
	`email` text,
	`role` text DEFAULT 'agent' NOT NULL,
	`tier` integer DEFAULT 1 NOT NULL,
	`agent_id` integer,
	`invited_by_id` integer,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`invited_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token` ON `invitations` (`token_hash`);
--> statement-breakpoint
CREATE TABLE `requesters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`created_at` integer NOT NULL
);

--> statement-breakpoint
CREATE UNIQUE INDEX `requesters_email` ON `requesters` (`email`);
--> statement-breakpoint
CREATE TABLE `categories` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`locale` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`summary` text DEFAULT '' NOT NULL,
	`position` integer DEFAULT 0 NOT NULL
);

--> statement-breakpoint
CREATE UNIQUE INDEX `categories_slug` ON `categories` (`locale`,`slug`);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_key` ON `categories` (`locale`,`key`);
--> statement-breakpoint
CREATE TABLE `articles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`locale` text NOT NULL,
	`slug` text NOT NULL,
	`category_id` integer NOT NULL,
	`kind` text DEFAULT 'article' NOT NULL,
	`state` text DEFAULT 'draft' NOT NULL,
	`confidence` text DEFAULT 'unconfirmed' NOT NULL,
	`audience` text DEFAULT 'public' NOT NULL,
	`title` text NOT NULL,
	`summary` text DEFAULT '' NOT NULL,
	`tags` text NOT NULL,
	`related` text NOT NULL,
	`owner_id` integer,
	`review_by` integer,
	`source` text NOT NULL,
	`html` text DEFAULT '' NOT NULL,
	`headings` text NOT NULL,
	`sections` text NOT NULL,
	`render_version` integer DEFAULT 0 NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_by_id` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`published_at` integer,
	`file_path` text,
	`file_hash` text,
	`file_conflict` text,
	`extra` text NOT NULL,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE UNIQUE INDEX `articles_slug` ON `articles` (`locale`,`slug`);
--> statement-breakpoint
CREATE UNIQUE INDEX `articles_key` ON `articles` (`locale`,`key`);
--> statement-breakpoint
CREATE UNIQUE INDEX `articles_file` ON `articles` (`file_path`);
--> statement-breakpoint
CREATE INDEX `articles_category` ON `articles` (`category_id`,`state`);
--> statement-breakpoint
CREATE INDEX `articles_state` ON `articles` (`state`,`updated_at`);
--> statement-breakpoint
CREATE TABLE `article_revisions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_id` integer NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`summary` text NOT NULL,
	`source` text NOT NULL,
	`author_id` integer,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE UNIQUE INDEX `article_revisions_number` ON `article_revisions` (`article_id`,`number`);
--> statement-breakpoint
CREATE TABLE `article_redirects` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`locale` text NOT NULL,
	`slug` text NOT NULL,
	`article_id` integer NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE UNIQUE INDEX `article_redirects_slug` ON `article_redirects` (`locale`,`slug`);
--> statement-breakpoint
CREATE TABLE `article_votes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_id` integer NOT NULL,
	`visit_id` text,
	`helpful` integer NOT NULL,
	`comment` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE UNIQUE INDEX `article_votes_visit` ON `article_votes` (`article_id`,`visit_id`);
--> statement-breakpoint
CREATE INDEX `article_votes_time` ON `article_votes` (`created_at`);
--> statement-breakpoint
CREATE TABLE `assets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`size` integer NOT NULL,
	`width` integer,
	`height` integer,
	`path` text,
	`created_at` integer NOT NULL
);

--> statement-breakpoint
CREATE UNIQUE INDEX `assets_path` ON `assets` (`path`);
--> statement-breakpoint
CREATE INDEX `assets_hash` ON `assets` (`hash`);
--> statement-breakpoint
CREATE TABLE `past_questions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`article_id` integer NOT NULL,
	`text` text NOT NULL,
	`origin` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE UNIQUE INDEX `past_questions_origin` ON `past_questions` (`article_id`,`origin`);
--> statement-breakpoint
CREATE INDEX `past_questions_source` ON `past_questions` (`origin`);
--> statement-breakpoint
CREATE TABLE `synonyms` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`locale` text NOT NULL,
	`term` text NOT NULL,
	`words` text NOT NULL
);

--> statement-breakpoint
CREATE UNIQUE INDEX `synonyms_term` ON `synonyms` (`locale`,`term`);
--> statement-breakpoint
CREATE TABLE `pinned_answers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`locale` text NOT NULL,
	`query` text NOT NULL,
	`article_id` integer NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE UNIQUE INDEX `pinned_answers_query` ON `pinned_answers` (`locale`,`query`);
--> statement-breakpoint
CREATE TABLE `visits` (
	`id` text PRIMARY KEY NOT NULL,
	`locale` text NOT NULL,
	`started_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`is_help_seeking` integer DEFAULT false NOT NULL,
	`outcome` text,
	`settled_at` integer
);

--> statement-breakpoint
CREATE INDEX `visits_unsettled` ON `visits` (`settled_at`,`last_at`);
--> statement-breakpoint
CREATE INDEX `visits_started` ON `visits` (`started_at`);
--> statement-breakpoint
CREATE TABLE `visit_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`visit_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`locale` text NOT NULL,
	`query` text,
	`result_count` integer,
	`verdict` text,
	`search_id` integer,
	`rank` integer,
	`article_id` integer,
	`helpful` integer,
	`ticket_id` integer,
	FOREIGN KEY (`visit_id`) REFERENCES `visits`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `visit_events_visit` ON `visit_events` (`visit_id`,`at`);
--> statement-breakpoint
CREATE INDEX `visit_events_kind` ON `visit_events` (`kind`,`at`);
--> statement-breakpoint
CREATE INDEX `visit_events_article` ON `visit_events` (`article_id`,`kind`,`at`);
--> statement-breakpoint
CREATE INDEX `visit_events_search` ON `visit_events` (`search_id`);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subject` text NOT NULL,
	`requester_id` integer NOT NULL,
	`state` text DEFAULT 'new' NOT NULL,
	`impact` integer DEFAULT 1 NOT NULL,
	`urgency` integer DEFAULT 1 NOT NULL,
	`priority` integer DEFAULT 1 NOT NULL,
	`tier` integer DEFAULT 1 NOT NULL,
	`assignee_id` integer,
	`locale` text NOT NULL,
	`channel` text DEFAULT 'web' NOT NULL,
	`visit_id` text,
	`story` text NOT NULL,
	`access_key_hash` text NOT NULL,
	`submission_key` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_message_at` integer NOT NULL,
	`first_reply_at` integer,
	`resolved_at` integer,
	`resolved_by_id` integer,
	`closed_at` integer,
	`snoozed_until` integer,
	`public_replies` integer DEFAULT 0 NOT NULL,
	`reopenings` integer DEFAULT 0 NOT NULL,
	`escalations` integer DEFAULT 0 NOT NULL,
	`solved_by_message_id` integer,
	`solved_by_article_id` integer,
	`was_known` integer,
	FOREIGN KEY (`requester_id`) REFERENCES `requesters`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assignee_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`resolved_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`solved_by_article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_submission` ON `tickets` (`submission_key`);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_access_key` ON `tickets` (`access_key_hash`);
--> statement-breakpoint
CREATE INDEX `tickets_requester` ON `tickets` (`requester_id`);
--> statement-breakpoint
CREATE INDEX `tickets_state` ON `tickets` (`state`,`updated_at`);
--> statement-breakpoint
CREATE INDEX `tickets_assignee` ON `tickets` (`assignee_id`,`state`,`updated_at`);
--> statement-breakpoint
CREATE INDEX `tickets_created` ON `tickets` (`created_at`);
--> statement-breakpoint
CREATE INDEX `tickets_updated` ON `tickets` (`updated_at`);
--> statement-breakpoint
CREATE INDEX `tickets_resolved` ON `tickets` (`resolved_at`);
--> statement-breakpoint
CREATE INDEX `tickets_priority` ON `tickets` (`priority`,`updated_at`);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`kind` text NOT NULL,
	`author_kind` text NOT NULL,
	`agent_id` integer,
	`body` text NOT NULL,
	`html` text DEFAULT '' NOT NULL,
	`submission_key` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `messages_ticket` ON `messages` (`ticket_id`,`created_at`);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_submission` ON `messages` (`submission_key`);
--> statement-breakpoint
CREATE TABLE `attachments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`message_id` integer,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`size` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `attachments_ticket` ON `attachments` (`ticket_id`);
--> statement-breakpoint
CREATE INDEX `attachments_hash` ON `attachments` (`hash`);
--> statement-breakpoint
CREATE TABLE `ticket_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`agent_id` integer,
	`kind` text NOT NULL,
	`data` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `ticket_events_ticket` ON `ticket_events` (`ticket_id`,`at`);
--> statement-breakpoint
CREATE INDEX `ticket_events_kind` ON `ticket_events` (`kind`,`at`);
--> statement-breakpoint
CREATE TABLE `ticket_tags` (
	`ticket_id` integer NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`ticket_id`, `tag`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `ticket_tags_tag` ON `ticket_tags` (`tag`);
--> statement-breakpoint
CREATE TABLE `ticket_articles` (
	`ticket_id` integer NOT NULL,
	`article_id` integer NOT NULL,
	`relation` text NOT NULL,
	`agent_id` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `article_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `ticket_articles_article` ON `ticket_articles` (`article_id`);
--> statement-breakpoint
CREATE TABLE `presence` (
	`ticket_id` integer NOT NULL,
	`agent_id` integer NOT NULL,
	`is_answering` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `agent_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE TABLE `saved_filters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`agent_id` integer NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `saved_filters_agent` ON `saved_filters` (`agent_id`);
