-- Runs of `concordat audit`, byte for byte as they came. One that is published is never changed or taken away.
CREATE TABLE audit_runs (
    id TEXT PRIMARY KEY,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    sha256 TEXT NOT NULL,
    system_version TEXT NOT NULL,
    speaks_for TEXT NOT NULL,
    content ${bytes} NOT NULL,
    received_at ${int} NOT NULL,
    published_at ${int},
    UNIQUE (use_case_id, sha256)
)${strict};

-- Claims as their files have them. Those that a run gave name it, with the standard and the population they speak of.
CREATE TABLE claims (
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    id TEXT NOT NULL,
    run_id TEXT REFERENCES audit_runs (id),
    standard TEXT,
    population TEXT,
    text TEXT NOT NULL,
    added_at ${int} NOT NULL,
    PRIMARY KEY (use_case_id, id)
)${strict};
CREATE INDEX claims_by_run ON claims (run_id);

-- How one claim bears on another, with the reason of whoever said so.
CREATE TABLE claim_relations (
    use_case_id TEXT NOT NULL,
    claim TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('Supports', 'Contradicts', 'Qualifies', 'Replaces')),
    other TEXT NOT NULL,
    reason TEXT NOT NULL,
    at ${int} NOT NULL,
    PRIMARY KEY (use_case_id, claim, kind, other),
    FOREIGN KEY (use_case_id, claim) REFERENCES claims (use_case_id, id),
    FOREIGN KEY (use_case_id, other) REFERENCES claims (use_case_id, id),
    CHECK (claim <> other)
)${strict};
CREATE INDEX claim_relations_by_other ON claim_relations (use_case_id, other);

-- Questions with the answers that the claims of the day gave.
CREATE TABLE inquiries (
    id TEXT PRIMARY KEY,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    at ${int} NOT NULL
)${strict};
CREATE INDEX inquiries_by_use_case ON inquiries (use_case_id, at);
