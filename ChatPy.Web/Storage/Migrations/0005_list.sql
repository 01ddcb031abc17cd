-- How the person here has arranged the list, and what of a history is about to be deleted.

ALTER TABLE conversation ADD COLUMN alias TEXT;

ALTER TABLE conversation ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;

ALTER TABLE conversation ADD COLUMN is_muted INTEGER NOT NULL DEFAULT 0;

ALTER TABLE conversation ADD COLUMN is_marked_unread INTEGER NOT NULL DEFAULT 0;

ALTER TABLE conversation ADD COLUMN archived_up_to INTEGER;   -- an arrival: a later one of the other side brings it back

ALTER TABLE conversation ADD COLUMN delete_up_to INTEGER;     -- an arrival: what is to go; nothing is, without it

ALTER TABLE conversation ADD COLUMN delete_at INTEGER;        -- not before

-- What of other authors was deleted: numbers stay taken, and what comes again by whatever way is not shown again.
CREATE TABLE deleted_entry (
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    id           BLOB    NOT NULL,
    PRIMARY KEY (conversation, id)
) STRICT, WITHOUT ROWID;
