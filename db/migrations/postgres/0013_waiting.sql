CREATE INDEX "tickets_waiting" ON "tickets" USING btree ("state","last_message_at","priority","snoozed_until","spam_at","merged_into_id");
--> statement-breakpoint
CREATE INDEX "tickets_spam" ON "tickets" USING btree ("spam_at");
