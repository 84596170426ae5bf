CREATE INDEX `tickets_waiting` ON `tickets` (`state`,`last_message_at`,`priority`,`snoozed_until`,`spam_at`,`merged_into_id`);
--> statement-breakpoint
CREATE INDEX `tickets_spam` ON `tickets` (`spam_at`);
