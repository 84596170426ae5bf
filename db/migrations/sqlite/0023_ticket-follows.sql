CREATE INDEX `tickets_follows` ON `tickets` (`follows_id`);
