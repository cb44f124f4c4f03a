-- The model that wrote a draft, where it was asked for here, and whether a person's words were taken up from a model's draft.
ALTER TABLE proposals ADD COLUMN model TEXT;
ALTER TABLE proposals ADD COLUMN is_drafted ${int} NOT NULL DEFAULT 0 CHECK (is_drafted IN (0, 1));
ALTER TABLE wordings ADD COLUMN model TEXT;
ALTER TABLE wordings ADD COLUMN is_drafted ${int} NOT NULL DEFAULT 0 CHECK (is_drafted IN (0, 1));
UPDATE proposals SET is_drafted = 1 WHERE writer = 'Person' AND amends IN (SELECT id FROM proposals WHERE writer = 'Model');
