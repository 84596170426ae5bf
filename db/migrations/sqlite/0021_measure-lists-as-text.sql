DROP TABLE `measure_days`;
--> statement-breakpoint
DROP TABLE `measure_reads`;
