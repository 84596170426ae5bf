ALTER TABLE `sent_mails` ADD `doubts` integer DEFAULT 0 NOT NULL;
