ALTER TABLE `mailboxes` ADD `leased_by` text;
--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `leased_until` integer;
--> statement-breakpoint
ALTER TABLE `received_mails` ADD `report` text;
