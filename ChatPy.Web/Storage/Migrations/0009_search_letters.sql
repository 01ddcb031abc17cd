-- Also the words of one letter, the first that somebody types: without a row of their own SQLite gathered all messages with such a word to find the
-- newest 50. The index is made of the history, so it begins anew.

DROP TABLE message_text;

CREATE VIRTUAL TABLE message_text USING fts5 (
    text, place, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2"
);

-- What a file brought back has arrivals below 0.
UPDATE search_progress SET arrival = (SELECT coalesce(min(arrival), 1) - 1 FROM entry);
