ALTER TABLE "sent_mails" ADD COLUMN "doubts" integer DEFAULT 0 NOT NULL;
