CREATE TABLE `sign_in_links` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`token_hash` text NOT NULL,
	`code_hash` text NOT NULL,
	`browser_hash` text NOT NULL,
	`locale` text NOT NULL,
	`next` text DEFAULT '' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);

--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_links_token` ON `sign_in_links` (`token_hash`);
--> statement-breakpoint
CREATE INDEX `sign_in_links_expires` ON `sign_in_links` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `requester_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`requester_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`requester_id`) REFERENCES `requesters`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE INDEX `requester_sessions_requester` ON `requester_sessions` (`requester_id`);
--> statement-breakpoint
CREATE INDEX `requester_sessions_expires` ON `requester_sessions` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `ticket_people` (
	`ticket_id` integer NOT NULL,
	`requester_id` integer NOT NULL,
	`added_by_kind` text NOT NULL,
	`added_by_id` integer,
	`access_key_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `requester_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`requester_id`) REFERENCES `requesters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`added_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `ticket_people_requester` ON `ticket_people` (`requester_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_people_key` ON `ticket_people` (`access_key_hash`);
--> statement-breakpoint
CREATE TABLE `side_threads` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`email` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`subject` text NOT NULL,
	`started_by_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`started_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `side_threads_ticket` ON `side_threads` (`ticket_id`);
--> statement-breakpoint
CREATE TABLE `ratings` (
	`ticket_id` integer PRIMARY KEY NOT NULL,
	`is_good` integer NOT NULL,
	`comment` text DEFAULT '' NOT NULL,
	`agent_id` integer,
	`tier` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE INDEX `ratings_at` ON `ratings` (`at`,`is_good`,`tier`);
--> statement-breakpoint
CREATE TABLE `canned_replies` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`title` text NOT NULL,
	`shortcut` text NOT NULL,
	`locale` text NOT NULL,
	`body` text NOT NULL,
	`updated_by_id` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`updated_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE UNIQUE INDEX `canned_replies_shortcut` ON `canned_replies` (`locale`,`shortcut`);
--> statement-breakpoint
CREATE TABLE `mailboxes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`locale` text DEFAULT 'en' NOT NULL,
	`signature` text DEFAULT '' NOT NULL,
	`is_enabled` integer DEFAULT true NOT NULL,
	`imap_host` text DEFAULT '' NOT NULL,
	`imap_port` integer DEFAULT 993 NOT NULL,
	`imap_security` text DEFAULT 'tls' NOT NULL,
	`imap_user` text DEFAULT '' NOT NULL,
	`imap_folder` text DEFAULT 'INBOX' NOT NULL,
	`credentials` text DEFAULT '' NOT NULL,
	`uid_validity` text,
	`last_uid` integer DEFAULT 0 NOT NULL,
	`last_success_at` integer,
	`last_mail_at` integer,
	`last_error_at` integer,
	`last_error` text,
	`silence_hours` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);

--> statement-breakpoint
CREATE UNIQUE INDEX `mailboxes_address` ON `mailboxes` (`address`);
--> statement-breakpoint
CREATE TABLE `received_mails` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`size` integer NOT NULL,
	`mailbox_id` integer,
	`source` text NOT NULL,
	`envelope_to` text NOT NULL,
	`received_at` integer NOT NULL,
	`state` text DEFAULT 'new' NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`error` text,
	`identity` text,
	`mail_message_id` text,
	`from_email` text DEFAULT '' NOT NULL,
	`from_name` text DEFAULT '' NOT NULL,
	`subject` text DEFAULT '' NOT NULL,
	`ticket_id` integer,
	`message_id` integer,
	`sent_mail_id` integer,
	`settled_by_id` integer,
	`settled_at` integer,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`settled_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE UNIQUE INDEX `received_mails_identity` ON `received_mails` (`identity`);
--> statement-breakpoint
CREATE INDEX `received_mails_state` ON `received_mails` (`state`,`received_at`);
--> statement-breakpoint
CREATE INDEX `received_mails_hash` ON `received_mails` (`hash`);
--> statement-breakpoint
CREATE INDEX `received_mails_message_id` ON `received_mails` (`mail_message_id`);
--> statement-breakpoint
CREATE INDEX `received_mails_ticket` ON `received_mails` (`ticket_id`);
--> statement-breakpoint
CREATE INDEX `received_mails_from` ON `received_mails` (`from_email`,`received_at`);
--> statement-breakpoint
CREATE TABLE `sent_mails` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`to_email` text NOT NULL,
	`to_name` text DEFAULT '' NOT NULL,
	`locale` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text DEFAULT '' NOT NULL,
	`mail_message_id` text NOT NULL,
	`in_reply_to` text,
	`references` text NOT NULL,
	`reply_to` text,
	`mailbox_id` integer,
	`ticket_id` integer,
	`message_id` integer,
	`requester_id` integer,
	`agent_id` integer,
	`side_thread_id` integer,
	`cause` text NOT NULL,
	`state` text DEFAULT 'queued' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	`bounced_at` integer,
	`bounce_status` text,
	`bounce_text` text,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`requester_id`) REFERENCES `requesters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`side_thread_id`) REFERENCES `side_threads`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
CREATE UNIQUE INDEX `sent_mails_message_id` ON `sent_mails` (`mail_message_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `sent_mails_cause` ON `sent_mails` (`cause`,`to_email`);
--> statement-breakpoint
CREATE INDEX `sent_mails_state` ON `sent_mails` (`state`,`created_at`);
--> statement-breakpoint
CREATE INDEX `sent_mails_ticket` ON `sent_mails` (`ticket_id`);
--> statement-breakpoint
CREATE INDEX `sent_mails_to` ON `sent_mails` (`to_email`,`created_at`);
--> statement-breakpoint
CREATE TABLE `mail_templates` (
	`kind` text NOT NULL,
	`locale` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`updated_by_id` integer,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`kind`, `locale`),
	FOREIGN KEY (`updated_by_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE set null
);

--> statement-breakpoint
CREATE TABLE `agent_notices` (
	`agent_id` integer NOT NULL,
	`kind` text NOT NULL,
	`is_wanted` integer NOT NULL,
	PRIMARY KEY(`agent_id`, `kind`),
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);

--> statement-breakpoint
ALTER TABLE `requesters` ADD `proved_at` integer;
--> statement-breakpoint
ALTER TABLE `requesters` ADD `mail_stopped_at` integer;
--> statement-breakpoint
ALTER TABLE `requesters` ADD `mail_stopped_for` text;
--> statement-breakpoint
ALTER TABLE `requesters` ADD `erased_at` integer;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `mailbox_id` integer REFERENCES mailboxes(id);
--> statement-breakpoint
ALTER TABLE `tickets` ADD `merged_into_id` integer;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `follows_id` integer;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `overdue_at` integer;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `spam_at` integer;
--> statement-breakpoint
CREATE INDEX `tickets_merged` ON `tickets` (`merged_into_id`);
--> statement-breakpoint
ALTER TABLE `messages` ADD `channel` text DEFAULT 'web' NOT NULL;
--> statement-breakpoint
ALTER TABLE `messages` ADD `requester_id` integer REFERENCES requesters(id);
--> statement-breakpoint
ALTER TABLE `messages` ADD `mail_id` integer;
--> statement-breakpoint
ALTER TABLE `messages` ADD `side_thread_id` integer REFERENCES side_threads(id);
--> statement-breakpoint
CREATE INDEX `messages_side_thread` ON `messages` (`side_thread_id`);
