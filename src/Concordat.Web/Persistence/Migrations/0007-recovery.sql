-- What sets a new password in the place of a forgotten one; only digests are stored. A person has one code at a time: making one, or using it, replaces it.
CREATE TABLE recovery_codes (
    person_id TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    digest TEXT NOT NULL UNIQUE,
    made_at ${int} NOT NULL
)${strict};

-- Links that whoever runs the server made for someone who has lost the code too. They stay after their use, for that person to see.
CREATE TABLE recovery_links (
    digest TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at ${int} NOT NULL,
    expires_at ${int} NOT NULL,
    used_at ${int}
)${strict};
CREATE INDEX recovery_links_by_person ON recovery_links (person_id, made_at);
