-- Sessions that their person ended: what a browser still holds, or somebody copied out of one, opens nothing any more. The ids are random and name nobody.
CREATE TABLE ended_sessions (
    id TEXT PRIMARY KEY,
    at ${int} NOT NULL
)${strict};
