-- When a token was last used, to the hour: so that its person can tell one that nobody needs, or one that somebody else uses.
ALTER TABLE personal_tokens ADD COLUMN last_used_at ${int};
