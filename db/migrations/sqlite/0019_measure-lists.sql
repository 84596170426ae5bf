ALTER TABLE `measure_sums` ADD `first_reply` text;
--> statement-breakpoint
ALTER TABLE `measure_sums` ADD `resolution` text;
--> statement-breakpoint
ALTER TABLE `measure_sums` ADD `resolution_escalated` text;
--> statement-breakpoint
ALTER TABLE `measure_sums` ADD `requesters` text;
