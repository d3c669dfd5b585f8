alter table task alter column spec drop not null;
alter table task
  -- a child of an array: it has no spec of its own
  add column parent_id bigint,
  add column array_index int,
  -- an array: its children are id + 1 to id + array_size, and have rows once they are placed or touched
  add column array_first int,
  add column array_step int,
  add column array_size int,
  -- children that have rows, children that are over
  add column array_begun int,
  add column array_over int,
  -- tasks it waits for
  add column blocked int not null default 0,
  -- ports of its node it wants, and those its attempt has as host:container,…
  add column ports int not null default 0,
  add column port_map text,
  add column standing text,
  add column failure_reason text,
  add column failure_nodes text,
  add column failure_count int not null default 0,
  -- what was changed after the submission, as JSON
  add column fields text,
  -- seconds it may run
  add column life_span bigint;
alter table attempt add column ports int not null default 0;
create index task_arrays on task (id) where array_size is not null;
create index task_children on task (parent_id) where parent_id is not null;
create index task_living on task (started_at) where state = 'running';
create index task_stopping_arrays on task (id) where state = 'spread' and stop_asked_at is not null;

-- Who waits for whom. A row goes when the parent is over.
create table task_dependency (
  task   bigint not null references task (id) on delete cascade,
  parent bigint not null,
  primary key (task, parent)
);
create index task_dependents on task_dependency (parent);

-- The ports of nodes that live attempts have.
create table attempt_port (
  node    text not null,
  port    int not null,
  task    bigint not null,
  attempt int not null,
  primary key (node, port)
);
create index attempt_ports on attempt_port (task, attempt);

-- Accounts that were deleted: cleared_at is set once none of their tasks is left.
create table account_clearing (
  owner      text primary key,
  version    bigint not null,
  asked_at   timestamptz not null,
  cleared_at timestamptz
);
create index account_to_clear on account_clearing (asked_at) where cleared_at is null;

-- The next number of a task: a sequence gives no two blocks in a row, and an array needs as many as it has children.
create table task_number (next bigint not null);
insert into task_number select nextval('task_id');
drop sequence task_id;
