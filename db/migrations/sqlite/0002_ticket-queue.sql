DROP INDEX `tickets_state`;
--> statement-breakpoint
DROP INDEX `tickets_assignee`;
--> statement-breakpoint
DROP INDEX `tickets_updated`;
--> statement-breakpoint
DROP INDEX `tickets_priority`;
--> statement-breakpoint
ALTER TABLE `tickets` ADD `requester_name` text DEFAULT '' NOT NULL;
--> statement-breakpoint
CREATE INDEX `tickets_queue_updated` ON `tickets` (`state`,`updated_at`,`id`,`assignee_id`,`priority`,`tier`,`snoozed_until`);
--> statement-breakpoint
CREATE INDEX `tickets_queue_created` ON `tickets` (`state`,`created_at`,`id`,`assignee_id`,`priority`,`tier`,`snoozed_until`);
--> statement-breakpoint
CREATE INDEX `tickets_queue_priority` ON `tickets` (`state`,`priority`,`updated_at`,`id`,`assignee_id`,`tier`,`snoozed_until`);
--> statement-breakpoint
CREATE INDEX `tickets_queue_assignee` ON `tickets` (`assignee_id`,`state`,`updated_at`,`id`,`priority`,`tier`,`snoozed_until`);
--> statement-breakpoint
CREATE INDEX `tickets_snoozed` ON `tickets` (`snoozed_until`);
--> statement-breakpoint
DROP INDEX `ticket_tags_tag`;
--> statement-breakpoint
CREATE INDEX `ticket_tags_tag` ON `ticket_tags` (`tag`,`ticket_id`);
