-- What became of a conversation's logs that its person must know; a row stays until it is dismissed.

CREATE TABLE setback (
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    kind         INTEGER NOT NULL,
    noticed_at   INTEGER NOT NULL,
    entries      INTEGER,            -- how many, where that is known
    PRIMARY KEY (conversation, kind)
) STRICT, WITHOUT ROWID;

-- The id of the entry at high_water where that entry stands in an older epoch: it was numbered again by its author.
ALTER TABLE author_log ADD COLUMN last_id BLOB;
