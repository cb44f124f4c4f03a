-- Who signs in. Nothing else that identifies a person is stored anywhere.
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    sign_in_name TEXT NOT NULL,
    normalized_name TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    security_stamp TEXT NOT NULL,
    access_failed_count ${int} NOT NULL DEFAULT 0,
    lockout_end ${int},
    opens_use_cases ${int} NOT NULL DEFAULT 0 CHECK (opens_use_cases IN (0, 1)),
    created_at ${int} NOT NULL
)${strict};

CREATE TABLE passkeys (
    credential_id ${bytes} PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    data TEXT NOT NULL
)${strict};
CREATE INDEX passkeys_by_person ON passkeys (person_id);

-- Tokens that make their bearer the first steward; only digests are stored.
CREATE TABLE steward_tokens (
    digest TEXT PRIMARY KEY,
    expires_at ${int} NOT NULL
)${strict};

CREATE TABLE use_cases (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    is_public ${int} NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
    minimum_cell ${int} NOT NULL DEFAULT 5 CHECK (minimum_cell >= 2),
    created_at ${int} NOT NULL
)${strict};

-- Someone's seat in one use case. Its id is the pseudonym under which everything is given; person_id becomes null when the person is deleted.
CREATE TABLE seats (
    id TEXT PRIMARY KEY,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    person_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    role TEXT NOT NULL CHECK (role IN ('Steward', 'Stakeholder', 'Participant', 'Auditor')),
    community TEXT NOT NULL DEFAULT '',
    takes_part ${int} NOT NULL DEFAULT 0 CHECK (takes_part IN (0, 1)),
    may_be_kept ${int} NOT NULL DEFAULT 0 CHECK (may_be_kept IN (0, 1)),
    joined_at ${int} NOT NULL,
    UNIQUE (use_case_id, person_id)
)${strict};
CREATE INDEX seats_by_person ON seats (person_id);

-- Each consent given and each withdrawn, as it happened.
CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    seat_id TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('TakePart', 'KeepContributions')),
    is_given ${int} NOT NULL CHECK (is_given IN (0, 1)),
    wording TEXT NOT NULL,
    at ${int} NOT NULL
)${strict};
CREATE INDEX consents_by_seat ON consents (seat_id, at);

CREATE TABLE invitations (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    role TEXT NOT NULL CHECK (role IN ('Steward', 'Stakeholder', 'Participant', 'Auditor')),
    community TEXT NOT NULL DEFAULT '',
    expires_at ${int} NOT NULL,
    uses_left ${int} NOT NULL CHECK (uses_left >= 0),
    uses_given ${int} NOT NULL,
    created_at ${int} NOT NULL
)${strict};
CREATE INDEX invitations_by_use_case ON invitations (use_case_id);

-- What people may say of themselves. No answer row: not asked yet; a null answer: rather not say.
CREATE TABLE description_questions (
    id TEXT PRIMARY KEY,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    attribute TEXT NOT NULL,
    wording TEXT NOT NULL,
    why_asked TEXT NOT NULL,
    levels TEXT NOT NULL,
    position ${int} NOT NULL,
    UNIQUE (use_case_id, attribute)
)${strict};

CREATE TABLE description_answers (
    seat_id TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE,
    question_id TEXT NOT NULL REFERENCES description_questions (id) ON DELETE CASCADE,
    answer TEXT,
    at ${int} NOT NULL,
    PRIMARY KEY (seat_id, question_id)
)${strict};
