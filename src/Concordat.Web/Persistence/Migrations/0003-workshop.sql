-- Whom the use case affects, as its steward declares them: a community without a seat is missing at the table.
CREATE TABLE communities (
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    name TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('User', 'Subject', 'Producer', 'Bystander')),
    why_affected TEXT NOT NULL,
    PRIMARY KEY (use_case_id, name)
)${strict};

-- How a proposal becomes part of the charter; declared before anything is ratified.
CREATE TABLE charter_rules (
    use_case_id TEXT PRIMARY KEY REFERENCES use_cases (id),
    threshold_percent ${int} NOT NULL CHECK (threshold_percent BETWEEN 1 AND 100),
    democracy TEXT NOT NULL CHECK (democracy IN ('Unilateral', 'Informing', 'Vetoable', 'Binding', 'SelfStarting', 'SelfGoverning')),
    declared_at ${int} NOT NULL
)${strict};

CREATE TABLE proposals (
    id TEXT PRIMARY KEY,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    standard TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('Supranational', 'Organisational', 'Individual')),
    statement TEXT NOT NULL,
    reason TEXT NOT NULL,
    removes ${int} NOT NULL DEFAULT 0 CHECK (removes IN (0, 1)),
    community TEXT NOT NULL DEFAULT '',
    seat_id TEXT REFERENCES seats (id),
    writer TEXT NOT NULL CHECK (writer IN ('Person', 'Model')),
    amends TEXT REFERENCES proposals (id),
    state TEXT NOT NULL CHECK (state IN ('Open', 'Withdrawn', 'Ratified', 'Rejected')),
    created_at ${int} NOT NULL
)${strict};
CREATE INDEX proposals_by_use_case ON proposals (use_case_id, created_at);

CREATE TABLE objections (
    id TEXT PRIMARY KEY,
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    seat_id TEXT REFERENCES seats (id),
    reason TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('Minor', 'Serious')),
    community TEXT NOT NULL,
    answer TEXT,
    answered_at ${int},
    is_withdrawn ${int} NOT NULL DEFAULT 0 CHECK (is_withdrawn IN (0, 1)),
    created_at ${int} NOT NULL
)${strict};
CREATE INDEX objections_by_proposal ON objections (proposal_id);

CREATE TABLE proposal_votes (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    seat_id TEXT NOT NULL REFERENCES seats (id),
    choice TEXT NOT NULL CHECK (choice IN ('Agree', 'Disagree', 'Pass')),
    at ${int} NOT NULL,
    PRIMARY KEY (proposal_id, seat_id)
)${strict};

-- Each decision, accepted or not, with what may be shown of its tally.
CREATE TABLE ratifications (
    proposal_id TEXT PRIMARY KEY REFERENCES proposals (id),
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    is_accepted ${int} NOT NULL CHECK (is_accepted IN (0, 1)),
    threshold_percent ${int} NOT NULL,
    democracy TEXT NOT NULL,
    tally TEXT NOT NULL,
    at ${int} NOT NULL
)${strict};

-- The charter's standards after each accepted decision.
CREATE TABLE charter_versions (
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    number ${int} NOT NULL,
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    standards TEXT NOT NULL,
    at ${int} NOT NULL,
    PRIMARY KEY (use_case_id, number)
)${strict};
