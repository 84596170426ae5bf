ALTER TABLE "measure_sums" ADD COLUMN "first_reply" jsonb;
--> statement-breakpoint
ALTER TABLE "measure_sums" ADD COLUMN "resolution" jsonb;
--> statement-breakpoint
ALTER TABLE "measure_sums" ADD COLUMN "resolution_escalated" jsonb;
--> statement-breakpoint
ALTER TABLE "measure_sums" ADD COLUMN "requesters" jsonb;
