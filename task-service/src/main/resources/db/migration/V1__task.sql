-- Numbers are handed out in blocks of 50: one round trip for 50 submissions.
create sequence task_id increment by 50;

create table task (
  id            bigint primary key,
  version       int not null,
  owner         text not null,
  project       text not null,
  name          text not null,
  cpus          int not null,
  ram_gb        int not null,
  gpus          int not null,
  -- created, pending, placed, running, stopping, ended
  state         text not null,
  submitted_at  timestamptz not null,
  queued_at     timestamptz,
  -- the last attempt; 0 before the first
  attempt       int not null,
  node          text,
  placed_at     timestamptz,
  started_at    timestamptz,
  directory     text,
  engine_id     text,
  address       text,
  stop_asked_at timestamptz,
  ended_at      timestamptz,
  -- exited, killed, failed, lost
  outcome       text,
  exit_code     int,
  out_of_memory boolean not null,
  reason        text,
  -- what was asked for and with whose rights it runs, as JSON
  spec          text not null
);
create index task_live_of_owner on task (owner, id desc) where state <> 'ended';
create index task_over_of_owner on task (owner, id desc) where state = 'ended';
create index task_waiting on task (queued_at) where state = 'pending';

create table attempt (
  task       bigint not null references task (id) on delete cascade,
  number     int not null,
  node       text not null,
  cpus       int not null,
  ram_gb     int not null,
  gpus       int not null,
  placed_at  timestamptz not null,
  started_at timestamptz,
  freed_at   timestamptz,
  ended_at   timestamptz,
  outcome    text,
  primary key (task, number)
);
create index attempt_holding on attempt (node) where freed_at is null;
create index attempt_open on attempt (node) where ended_at is null;

-- What bills are made of. It outlives the task.
create table usage_ledger (
  task       bigint not null,
  attempt    int not null,
  owner      text not null,
  project    text not null,
  cpus       int not null,
  ram_gb     int not null,
  gpus       int not null,
  started_at timestamptz,
  ended_at   timestamptz not null,
  seconds    double precision not null,
  primary key (task, attempt)
);
create index usage_of_owner on usage_ledger (owner, ended_at);
create index usage_of_project on usage_ledger (project, ended_at);

create table outbox (
  id      bigserial primary key,
  topic   text not null,
  key     text not null,
  event   text not null,
  made_at timestamptz not null default now()
);

create table lease (
  name   text primary key,
  holder text not null,
  fence  bigint not null,
  until  timestamptz not null
);
