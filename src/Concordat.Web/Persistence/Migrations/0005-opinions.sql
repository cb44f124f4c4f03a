-- The picture of opinions last shown: it is drawn anew only once enough people have voted since, so that no two pictures differ by what few people chose.
CREATE TABLE opinion_pictures (
    use_case_id TEXT PRIMARY KEY REFERENCES use_cases (id),
    picture TEXT,
    at ${int} NOT NULL
)${strict};
