-- What is judged: items and recorded responses, as a steward loaded them. A warning is shown before the item's text is.
CREATE TABLE judging_items (
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    warning TEXT NOT NULL DEFAULT '',
    position ${int} NOT NULL,
    PRIMARY KEY (use_case_id, id)
)${strict};

CREATE TABLE judging_responses (
    use_case_id TEXT NOT NULL,
    id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    system TEXT NOT NULL,
    sample ${int} NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (use_case_id, id),
    UNIQUE (use_case_id, item_id, system, sample),
    FOREIGN KEY (use_case_id, item_id) REFERENCES judging_items (use_case_id, id)
)${strict};

-- A round asks one question about every unit. per_item: first askings wanted of each unit from each group (or from everyone, where no attribute is named).
-- group_attribute: '' for none, 'community', or the attribute of a question of self-description. again_percent: share of what someone is asked that was asked before.
CREATE TABLE judging_rounds (
    id TEXT PRIMARY KEY,
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('Rating', 'Pairwise', 'BestOf', 'Span')),
    criterion TEXT NOT NULL,
    scale_kind TEXT NOT NULL CHECK (scale_kind IN ('Nominal', 'Ordinal')),
    levels TEXT NOT NULL,
    choices ${int} NOT NULL CHECK (choices BETWEEN 1 AND 9),
    per_item ${int} NOT NULL CHECK (per_item BETWEEN 1 AND 10000),
    per_seat ${int} NOT NULL CHECK (per_seat BETWEEN 1 AND 10000),
    again_percent ${int} NOT NULL CHECK (again_percent BETWEEN 0 AND 50),
    again_after ${int} NOT NULL CHECK (again_after >= 1),
    group_attribute TEXT NOT NULL DEFAULT '',
    support TEXT NOT NULL DEFAULT '',
    seed ${int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Draft', 'Open', 'Closed')),
    created_at ${int} NOT NULL,
    opened_at ${int},
    closed_at ${int}
)${strict};
CREATE INDEX judging_rounds_by_use_case ON judging_rounds (use_case_id, created_at);

-- The ways in which a round words its question: each is a condition of the judgements.
CREATE TABLE judging_frames (
    round_id TEXT NOT NULL REFERENCES judging_rounds (id),
    position ${int} NOT NULL,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    PRIMARY KEY (round_id, position),
    UNIQUE (round_id, name)
)${strict};

-- Where a round declares quotas by group: they stand in the place of per_item for that group.
CREATE TABLE judging_quotas (
    round_id TEXT NOT NULL REFERENCES judging_rounds (id),
    group_name TEXT NOT NULL,
    per_item ${int} NOT NULL CHECK (per_item >= 0),
    PRIMARY KEY (round_id, group_name)
)${strict};

-- What a round asks about, made when it opens: an item, one response, or several responses to one item (ids as a JSON list).
CREATE TABLE judging_units (
    round_id TEXT NOT NULL REFERENCES judging_rounds (id),
    number ${int} NOT NULL,
    item_id TEXT NOT NULL,
    responses TEXT NOT NULL,
    PRIMARY KEY (round_id, number)
)${strict};

-- What one seat is asked, in its order. shown: the unit's responses in the order in which they are shown. is_first: whether the unit is new to them.
CREATE TABLE judging_tasks (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES judging_rounds (id),
    seat_id TEXT NOT NULL REFERENCES seats (id),
    position ${int} NOT NULL,
    unit ${int} NOT NULL,
    condition TEXT NOT NULL,
    replicate ${int} NOT NULL,
    is_first ${int} NOT NULL CHECK (is_first IN (0, 1)),
    shown TEXT NOT NULL,
    group_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Open', 'Answered', 'Skipped')),
    assigned_at ${int} NOT NULL,
    UNIQUE (round_id, seat_id, position),
    UNIQUE (round_id, seat_id, unit, condition, replicate),
    FOREIGN KEY (round_id, unit) REFERENCES judging_units (round_id, number)
)${strict};
CREATE INDEX judging_tasks_by_coverage ON judging_tasks (round_id, group_name, is_first, unit, state);
CREATE INDEX judging_tasks_by_seat ON judging_tasks (seat_id);

-- Judgements given. id: made where the answer was given, so that sending it again changes nothing. value: the level, or the place (from 1) of what was chosen among what
-- was shown, 'tie' or 'neither'; null for a pass or no opinion. Spans are in UTF-16 units of the text.
CREATE TABLE judgements (
    id TEXT PRIMARY KEY,
    task_id TEXT NOT NULL UNIQUE REFERENCES judging_tasks (id),
    seat_id TEXT NOT NULL REFERENCES seats (id),
    answer TEXT NOT NULL CHECK (answer IN ('Value', 'Pass', 'NoOpinion')),
    value TEXT,
    span_start ${int},
    span_end ${int},
    comment TEXT NOT NULL DEFAULT '',
    took_milliseconds ${int},
    given_at ${int} NOT NULL,
    received_at ${int} NOT NULL,
    CHECK ((answer = 'Value') = (value IS NOT NULL))
)${strict};
CREATE INDEX judgements_by_seat ON judgements (seat_id, given_at);

-- Judgements taken back: one that arrives again stays taken back.
CREATE TABLE judgements_undone (
    id TEXT PRIMARY KEY,
    seat_id TEXT NOT NULL REFERENCES seats (id),
    at ${int} NOT NULL
)${strict};
CREATE INDEX judgements_undone_by_seat ON judgements_undone (seat_id);
