CREATE INDEX "tickets_follows" ON "tickets" USING btree ("follows_id");
