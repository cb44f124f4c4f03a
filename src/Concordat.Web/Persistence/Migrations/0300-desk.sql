-- What pseudonyms in exports are made with: the same person has the same one in every export of a use case, and none that stands in the record.
CREATE TABLE export_keys (
    use_case_id TEXT PRIMARY KEY REFERENCES use_cases (id),
    key ${bytes} NOT NULL
)${strict};

-- Evidence that the command line imported elsewhere: one row for each import, and its files.
CREATE TABLE evidence_imports (
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    id TEXT NOT NULL,
    summary TEXT NOT NULL,
    at ${int} NOT NULL,
    PRIMARY KEY (use_case_id, id)
)${strict};

CREATE TABLE evidence_import_files (
    use_case_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    name TEXT NOT NULL,
    content ${bytes} NOT NULL,
    PRIMARY KEY (use_case_id, import_id, name),
    FOREIGN KEY (use_case_id, import_id) REFERENCES evidence_imports (use_case_id, id)
)${strict};

-- Audits that a steward asked for. Whoever works on one holds it until lease_until; one whose holder is gone is begun again by another.
CREATE TABLE audit_jobs (
    id TEXT PRIMARY KEY,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    charter TEXT NOT NULL,
    system_version TEXT NOT NULL,
    speaks_for TEXT NOT NULL,
    seed ${int} NOT NULL,
    replicates ${int} NOT NULL CHECK (replicates >= 200),
    state TEXT NOT NULL CHECK (state IN ('Waiting', 'Running', 'Done', 'Failed')),
    standards ${int} NOT NULL,
    standards_begun ${int} NOT NULL DEFAULT 0,
    attempts ${int} NOT NULL DEFAULT 0,
    holder TEXT,
    lease_until ${int},
    run_id TEXT REFERENCES audit_runs (id) ON DELETE SET NULL,
    fault TEXT,
    asked_at ${int} NOT NULL,
    ended_at ${int}
)${strict};
CREATE INDEX audit_jobs_by_state ON audit_jobs (state, asked_at);
CREATE INDEX audit_jobs_by_use_case ON audit_jobs (use_case_id, asked_at);

-- Tokens with which a person's programs call the API; only digests are stored.
CREATE TABLE personal_tokens (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires_at ${int} NOT NULL,
    created_at ${int} NOT NULL
)${strict};
CREATE INDEX personal_tokens_by_person ON personal_tokens (person_id);
