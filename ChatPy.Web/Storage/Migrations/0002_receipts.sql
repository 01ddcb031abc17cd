-- What a peer's person has seen of my log, and when a peer was last connected.

ALTER TABLE author_log ADD COLUMN read INTEGER NOT NULL DEFAULT 0;   -- up to here entries are marked as read

ALTER TABLE entry ADD COLUMN read_at INTEGER;

ALTER TABLE conversation ADD COLUMN last_seen INTEGER;
