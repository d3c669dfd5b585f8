-- What was asked of a task and what became of it, where no column of it says so for good. Most tasks have none.
create table task_step (
  task    bigint not null references task (id) on delete cascade,
  at      timestamptz not null,
  what    text not null,
  -- Null for what happens to the task as a whole.
  attempt int
);
create index task_step_of_task on task_step (task);
