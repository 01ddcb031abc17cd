-- Replies, and entries that change how another message is shown: edits, deletions, reactions.

ALTER TABLE entry ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;         -- an EntryKind

ALTER TABLE entry ADD COLUMN target BLOB;                             -- the id of a message of the conversation

ALTER TABLE entry ADD COLUMN is_message INTEGER NOT NULL DEFAULT 1;   -- 0: it has no place of its own in the conversation

DROP INDEX entry_in_display_order;

CREATE INDEX entry_in_display_order ON entry (conversation, clock, author, sequence) WHERE is_message = 1;

CREATE INDEX entry_change ON entry (conversation, target) WHERE is_message = 0;
