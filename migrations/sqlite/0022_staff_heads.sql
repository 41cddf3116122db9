-- A checkpoint covers the head of the staff's trail, too: position and hash of its
-- last row, zero and empty where there was none. NULL: a checkpoint made before
-- this migration, whose hash covers the applications' trail alone.
ALTER TABLE checkpoints ADD COLUMN staff_upto INTEGER;
ALTER TABLE checkpoints ADD COLUMN staff_head BLOB;
