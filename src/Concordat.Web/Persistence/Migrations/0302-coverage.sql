-- How often each unit of a round was asked for a group is counted in the index alone, without the tasks themselves.
DROP INDEX judging_tasks_by_coverage;
CREATE INDEX judging_tasks_by_coverage ON judging_tasks (round_id, group_name, is_first, unit, state, seat_id, assigned_at);
