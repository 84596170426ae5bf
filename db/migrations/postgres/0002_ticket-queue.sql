DROP INDEX "tickets_state";
--> statement-breakpoint
DROP INDEX "tickets_assignee";
--> statement-breakpoint
DROP INDEX "tickets_updated";
--> statement-breakpoint
DROP INDEX "tickets_priority";
--> statement-breakpoint
DROP INDEX "ticket_tags_tag";
--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "requester_name" text DEFAULT '' NOT NULL;
--> statement-breakpoint
CREATE INDEX "tickets_queue_updated" ON "tickets" USING btree ("state","updated_at","id","assignee_id","priority","tier","snoozed_until");
--> statement-breakpoint
CREATE INDEX "tickets_queue_created" ON "tickets" USING btree ("state","created_at","id","assignee_id","priority","tier","snoozed_until");
--> statement-breakpoint
CREATE INDEX "tickets_queue_priority" ON "tickets" USING btree ("state","priority","updated_at","id","assignee_id","tier","snoozed_until");
--> statement-breakpoint
CREATE INDEX "tickets_queue_assignee" ON "tickets" USING btree ("assignee_id","state","updated_at","id","priority","tier","snoozed_until");
--> statement-breakpoint
CREATE INDEX "tickets_snoozed" ON "tickets" USING btree ("snoozed_until");
--> statement-breakpoint
CREATE INDEX "ticket_tags_tag" ON "ticket_tags" USING btree ("tag","ticket_id");
