ALTER TABLE "articles" ADD COLUMN "file_revision" integer;
