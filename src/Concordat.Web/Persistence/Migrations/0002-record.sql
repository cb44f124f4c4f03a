-- The append-only record, one chain for each use case: each entry holds the hash of the one before. Content is sealed by its author's key; without the key it is noise, and the chain
-- still holds.
CREATE TABLE record_entries (
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    sequence ${int} NOT NULL,
    at ${int} NOT NULL,
    kind TEXT NOT NULL,
    seat_id TEXT,
    content ${bytes} NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (use_case_id, sequence)
)${strict};

-- Where each chain ends. Updating the row is what makes writers queue.
CREATE TABLE record_heads (
    use_case_id TEXT PRIMARY KEY REFERENCES use_cases (id),
    sequence ${int} NOT NULL,
    hash TEXT NOT NULL
)${strict};

CREATE TABLE record_keys (
    seat_id TEXT PRIMARY KEY REFERENCES seats (id) ON DELETE CASCADE,
    key ${bytes} NOT NULL
)${strict};
