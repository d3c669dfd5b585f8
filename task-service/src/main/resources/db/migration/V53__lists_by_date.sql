-- Lists of what was submitted within dates: one that finds few looked at all tasks there ever were. Where dates fit many, PostgreSQL
-- goes by number as before, and passes over all that is newer if `until` is long ago: such lists have a limit of time
-- (TaskQuery.isHeavy). A tree, not summaries of blocks, which are smaller: tasks do not stay where they were written, for those that
-- are archived move among the newest.
create index task_submitted on task (submitted_at);
