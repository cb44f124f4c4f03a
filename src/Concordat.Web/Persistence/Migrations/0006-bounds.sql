-- How a proposed standard would be measured, where its proposer says so: what the level rule is checked on, and what an audit needs.
ALTER TABLE proposals ADD COLUMN measure TEXT;
ALTER TABLE proposals ADD COLUMN options TEXT;
ALTER TABLE proposals ADD COLUMN bound ${real};
ALTER TABLE proposals ADD COLUMN direction TEXT;
ALTER TABLE proposals ADD COLUMN owner TEXT;
