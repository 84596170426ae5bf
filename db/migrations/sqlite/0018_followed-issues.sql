ALTER TABLE `answer_wishes` ADD `article_key` text;
--> statement-breakpoint
CREATE INDEX `answer_wishes_article` ON `answer_wishes` (`article_key`);
