-- When the try before the last one was. One that was right takes itself back, and
-- with it that it was the last: nobody waits for somebody else's success.
ALTER TABLE desk_tries ADD COLUMN before_at INTEGER NOT NULL DEFAULT 0;
