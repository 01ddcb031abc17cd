-- The words of messages as they read now. No text is kept twice: the index holds words only, and rows by the arrival of their entry. The word
-- of a conversation, c12 for one, stands beside them, so that a search within it meets no other.

CREATE VIRTUAL TABLE message_text USING fts5 (
    text, place, content = '', contentless_delete = 1, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE search_progress (
    arrival INTEGER NOT NULL   -- up to here entries are in the index
) STRICT;

INSERT INTO search_progress (arrival) VALUES (0);
