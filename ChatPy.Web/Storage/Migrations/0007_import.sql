-- What a saved file brings back stands beside the logs: no peer is told of it, nothing of it is sent, and no number of a log is taken by it. Its
-- entries come before all others in the order of arrival (below 0), so that nothing of it is new to anybody.

ALTER TABLE author_log ADD COLUMN is_imported INTEGER NOT NULL DEFAULT 0;
