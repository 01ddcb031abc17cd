-- Every time is a count of 100 ns since the year 1 (UTC); every id is a BLOB in the order of its bytes; a clock is a LogClock with its
-- top bit turned over, so that SQLite's signed numbers stand in its order. See Columns.cs.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
) STRICT;

-- One row for each epoch of each author: epochs are never mixed and never forgotten.
CREATE TABLE author_log (
    number       INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    author       BLOB    NOT NULL,
    epoch        BLOB    NOT NULL,
    is_current   INTEGER NOT NULL,
    high_water   INTEGER NOT NULL DEFAULT 0,
    sent         INTEGER NOT NULL DEFAULT 0,   -- up to here entries are marked as sent
    delivered    INTEGER NOT NULL DEFAULT 0,   -- up to here the peer has acknowledged them
    UNIQUE (conversation, author, epoch)
) STRICT;

CREATE UNIQUE INDEX author_log_current ON author_log (conversation, author) WHERE is_current = 1;

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
    failed_at    INTEGER,
    UNIQUE (log, sequence),
    UNIQUE (conversation, id)
) STRICT;

CREATE INDEX entry_in_display_order ON entry (conversation, clock, author, sequence);

-- An index ends with the row's arrival by itself: this one counts what came to a log after a read marker.
CREATE INDEX entry_by_arrival ON entry (log);
