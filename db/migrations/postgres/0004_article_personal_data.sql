ALTER TABLE "articles" ADD COLUMN "personal_data" jsonb;
