ALTER TABLE "measure_days" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "measure_reads" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP TABLE "measure_days" CASCADE;
--> statement-breakpoint
DROP TABLE "measure_reads" CASCADE;
--> statement-breakpoint
ALTER TABLE "measure_sums" ALTER COLUMN "first_reply" SET DATA TYPE text;
--> statement-breakpoint
ALTER TABLE "measure_sums" ALTER COLUMN "resolution" SET DATA TYPE text;
--> statement-breakpoint
ALTER TABLE "measure_sums" ALTER COLUMN "resolution_escalated" SET DATA TYPE text;
--> statement-breakpoint
ALTER TABLE "measure_sums" ALTER COLUMN "requesters" SET DATA TYPE text;
