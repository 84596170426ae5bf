ALTER TABLE `agents` ADD `last_seen_at` integer;
