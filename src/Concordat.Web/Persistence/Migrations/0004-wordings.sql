-- Candidate wordings of one proposal: collected, ranked by people, chosen by Schulze, criticised, and ranked once more.
CREATE TABLE wording_rounds (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    number ${int} NOT NULL CHECK (number IN (1, 2)),
    is_closed ${int} NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1)),
    outcome TEXT,
    opened_at ${int} NOT NULL,
    PRIMARY KEY (proposal_id, number)
)${strict};

CREATE TABLE wordings (
    id TEXT PRIMARY KEY,
    proposal_id TEXT NOT NULL,
    round ${int} NOT NULL,
    statement TEXT NOT NULL,
    seat_id TEXT REFERENCES seats (id),
    writer TEXT NOT NULL CHECK (writer IN ('Person', 'Model')),
    created_at ${int} NOT NULL,
    FOREIGN KEY (proposal_id, round) REFERENCES wording_rounds (proposal_id, number)
)${strict};
CREATE INDEX wordings_by_round ON wordings (proposal_id, round);

CREATE TABLE wording_critiques (
    id TEXT PRIMARY KEY,
    wording_id TEXT NOT NULL REFERENCES wordings (id),
    seat_id TEXT REFERENCES seats (id),
    text TEXT NOT NULL,
    created_at ${int} NOT NULL
)${strict};
CREATE INDEX wording_critiques_by_wording ON wording_critiques (wording_id);

-- One row for each wording that someone ranked; equal numbers are ties, a wording without a row is tied last.
CREATE TABLE wording_ranks (
    seat_id TEXT NOT NULL REFERENCES seats (id),
    wording_id TEXT NOT NULL REFERENCES wordings (id),
    rank ${int} NOT NULL CHECK (rank >= 1),
    PRIMARY KEY (seat_id, wording_id)
)${strict};
