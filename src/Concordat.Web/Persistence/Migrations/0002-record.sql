-- The append-only record: each entry holds the hash of the one before. Content is sealed by its author's key; without the key it is noise, and the chain still holds.
CREATE TABLE record_entries (
    sequence ${int} PRIMARY KEY,
    use_case_id TEXT NOT NULL,
    at ${int} NOT NULL,
    kind TEXT NOT NULL,
    seat_id TEXT,
    content ${bytes} NOT NULL,
    hash TEXT NOT NULL UNIQUE
)${strict};

-- One row: where the chain ends. Updating it is what makes writers queue.
CREATE TABLE record_head (
    id ${int} PRIMARY KEY CHECK (id = 1),
    sequence ${int} NOT NULL,
    hash TEXT NOT NULL
)${strict};

INSERT INTO record_head (id, sequence, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE record_keys (
    seat_id TEXT PRIMARY KEY REFERENCES seats (id) ON DELETE CASCADE,
    key ${bytes} NOT NULL
)${strict};
