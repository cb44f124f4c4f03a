-- What is new since a moment is read by these, whatever the number of rows.
CREATE INDEX judgements_by_arrival ON judgements (received_at);
CREATE INDEX judgements_undone_by_time ON judgements_undone (at);
