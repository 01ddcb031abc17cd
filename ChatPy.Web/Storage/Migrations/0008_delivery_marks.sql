-- When a log had come how far: its entries up to up_to, and after the mark before, were sent, delivered or read then. One row for a whole backlog,
-- instead of one written again for each of its entries. author_log says how far the marks hold. A time that one entry has of its own (a saved
-- file said so, it was fetched back, it is older than this table) stands with the entry.

CREATE TABLE delivery_mark (
    log   INTEGER NOT NULL REFERENCES author_log (number),
    step  INTEGER NOT NULL,
    up_to INTEGER NOT NULL,   -- a sequence
    at    INTEGER NOT NULL,
    PRIMARY KEY (log, step, up_to)
) STRICT, WITHOUT ROWID;
