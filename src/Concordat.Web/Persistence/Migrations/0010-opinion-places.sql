-- In which opinion group the picture last shown put whom; told to nobody but themselves. Whoever is deleted leaves a place that is nobody's: how many are gone must not be told from two pictures.
CREATE TABLE opinion_places (
    use_case_id TEXT NOT NULL REFERENCES use_cases (id),
    seat_id TEXT NOT NULL,
    group_number ${int} NOT NULL,
    PRIMARY KEY (use_case_id, seat_id)
)${strict};

-- What the figures of a proposal were counted from when a picture last showed them: later ones are shown where they differ by nobody or by enough people.
CREATE TABLE opinion_counted (
    proposal_id TEXT NOT NULL REFERENCES proposals (id),
    seat_id TEXT NOT NULL,
    group_number ${int} NOT NULL,
    choice TEXT NOT NULL,
    PRIMARY KEY (proposal_id, seat_id)
)${strict};

-- How many votes a decision counted.
ALTER TABLE ratifications ADD COLUMN voters ${int};
