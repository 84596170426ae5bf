ALTER TABLE `articles` ADD `personal_data` text;
