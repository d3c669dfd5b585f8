-- Lists of what was submitted within dates: one that finds few looked at all tasks there ever were. With this it takes milliseconds
-- among a million: PostgreSQL takes it for few, also for lists by number, and sorts them. Summaries of blocks instead of a tree, for
-- tasks stand on the disk about as they came: some kilobytes, some microseconds for an insert, and nothing that could be measured for a
-- change of state, which writes all trees. Where dates fit many, PostgreSQL goes by number as before. It passes over all that is newer
-- then, if `until` is long ago: no index helps that order, so such lists have a limit of time (TaskQuery.isHeavy).
create index task_submitted on task using brin (submitted_at) with (autosummarize = on);
