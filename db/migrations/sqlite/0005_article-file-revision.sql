ALTER TABLE `articles` ADD `file_revision` integer;
