ALTER TABLE "mailboxes" ADD COLUMN "leased_by" text;
--> statement-breakpoint
ALTER TABLE "mailboxes" ADD COLUMN "leased_until" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "received_mails" ADD COLUMN "report" jsonb;
