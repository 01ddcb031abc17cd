-- table author_log of author_log
CREATE TABLE author_log (
    number       INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    author       BLOB    NOT NULL,
    epoch        BLOB    NOT NULL,
    is_current   INTEGER NOT NULL,
    high_water   INTEGER NOT NULL DEFAULT 0,
    sent         INTEGER NOT NULL DEFAULT 0,   -- up to here entries are marked as sent
    delivered    INTEGER NOT NULL DEFAULT 0, read INTEGER NOT NULL DEFAULT 0, last_id BLOB, is_imported INTEGER NOT NULL DEFAULT 0,   -- up to here the peer has acknowledged them
    UNIQUE (conversation, author, epoch)
) STRICT;

-- table conversation of conversation
CREATE TABLE conversation (
    number     INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    kind       INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    peer       BLOB,
    address    TEXT,
    trust      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_clock INTEGER NOT NULL,            -- the latest of all its entries
    read_up_to INTEGER NOT NULL DEFAULT 0   -- an arrival
, last_seen INTEGER, alias TEXT, is_pinned INTEGER NOT NULL DEFAULT 0, is_muted INTEGER NOT NULL DEFAULT 0, is_marked_unread INTEGER NOT NULL DEFAULT 0, archived_up_to INTEGER, delete_up_to INTEGER, delete_at INTEGER) STRICT;

-- table deleted_entry of deleted_entry
CREATE TABLE deleted_entry (
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    id           BLOB    NOT NULL,
    PRIMARY KEY (conversation, id)
) STRICT, WITHOUT ROWID;

-- table delivery_mark of delivery_mark
CREATE TABLE delivery_mark (
    log   INTEGER NOT NULL REFERENCES author_log (number),
    step  INTEGER NOT NULL,
    up_to INTEGER NOT NULL,   -- a sequence
    at    INTEGER NOT NULL,
    PRIMARY KEY (log, step, up_to)
) STRICT, WITHOUT ROWID;

-- table entry of entry
CREATE TABLE entry (
    arrival      INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    log          INTEGER NOT NULL REFERENCES author_log (number),
    sequence     INTEGER NOT NULL,
    author       BLOB    NOT NULL,   -- that of the log; here because the display order needs it in its index
    id           BLOB    NOT NULL,
    clock        INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    stored_at    INTEGER NOT NULL,
    sent_at      INTEGER,
    delivered_at INTEGER,
    failed_at    INTEGER, read_at INTEGER, kind INTEGER NOT NULL DEFAULT 0, target BLOB, is_message INTEGER NOT NULL DEFAULT 1,
    UNIQUE (log, sequence),
    UNIQUE (conversation, id)
) STRICT;

-- table message_text of message_text
CREATE VIRTUAL TABLE message_text USING fts5 (
    text, place, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2"
);

-- table search_progress of search_progress
CREATE TABLE search_progress (
    arrival INTEGER NOT NULL   -- up to here entries are in the index
) STRICT;

-- table setback of setback
CREATE TABLE setback (
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    kind         INTEGER NOT NULL,
    noticed_at   INTEGER NOT NULL,
    entries      INTEGER,            -- how many, where that is known
    PRIMARY KEY (conversation, kind)
) STRICT, WITHOUT ROWID;

-- table setting of setting
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- index author_log_current of author_log
CREATE UNIQUE INDEX author_log_current ON author_log (conversation, author) WHERE is_current = 1;

-- index entry_by_arrival of entry
CREATE INDEX entry_by_arrival ON entry (log);

-- index entry_change of entry
CREATE INDEX entry_change ON entry (conversation, target) WHERE is_message = 0;

-- index entry_in_display_order of entry
CREATE INDEX entry_in_display_order ON entry (conversation, clock, author, sequence) WHERE is_message = 1;
