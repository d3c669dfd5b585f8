-- What lists look for in a task's wish: PostgreSQL reads it out of the JSON, so that there is one truth.
alter table task
  add column image       text generated always as ((spec::jsonb) -> 'spec' ->> 'image') stored,
  add column tags        text generated always as ((spec::jsonb) -> 'spec' ->> 'tags') stored,
  add column archived_at timestamptz;

-- Lists of all accounts, and how many there are of each state: a few rows among millions that are over.
create index task_live on task (id desc) include (state) where state <> 'ended';
create index task_over on task (ended_at) where state = 'ended' and archived_at is null;
create index task_image on task (image);

-- Sums of the ledger, kept in the transaction of its entries. A project's counters may start again: the marks before
-- the end of an attempt are its epoch, and what counts for the project is what is of its last.
create table usage_mark (
  project text not null,
  at      timestamptz not null,
  made_by text not null,
  primary key (project, at)
);
create table usage_day (
  owner   text not null,
  project text not null,
  -- in UTC
  day     date not null,
  epoch   int not null,
  tasks   bigint not null,
  cpus    bigint not null,
  ram_gb  bigint not null,
  gpus    bigint not null,
  seconds double precision not null,
  primary key (owner, project, day, epoch)
);
create index usage_day_of_project on usage_day (project, day);
create index usage_day_by_day on usage_day (day);
create index usage_by_end on usage_ledger (ended_at);

-- Bills of closed months. One counts as long as the month has as many entries as it was made of: the ledger only grows.
create table bill (
  -- user or project
  kind    text not null,
  subject text not null,
  -- its first day
  month   date not null,
  made_at timestamptz not null,
  entries bigint not null,
  lines   text not null,
  primary key (kind, subject, month)
);

create table share (
  -- random; the token is made of it and of the suite's key, so that a copy of this table opens nothing
  id         text primary key,
  task       bigint not null references task (id) on delete cascade,
  -- read, rerun
  scope      text not null,
  -- the one that GO-Docker shows again and again
  everlasting boolean not null,
  made_by    text not null,
  made_at    timestamptz not null,
  expires_at timestamptz,
  max_uses   bigint,
  uses       bigint not null,
  used_at    timestamptz,
  revoked_at timestamptz
);
create unique index share_everlasting on share (task) where everlasting and revoked_at is null;
create index share_of_task on share (task);

create table recipe (
  name        text primary key,
  owner       text not null,
  description text not null,
  task        bigint not null,
  -- what the task asked for, so that the recipe outlives it
  spec        text not null,
  is_public   boolean not null,
  made_at     timestamptz not null,
  changed_at  timestamptz not null
);
create index recipe_of_owner on recipe (owner);

-- What is in maintenance: a node, or the whole suite under the name all.
create table maintenance (
  node       text primary key,
  changed_at timestamptz not null,
  changed_by text not null
);

-- Requests with a key of their sender, kept with the task they made.
create table idempotency (
  owner   text not null,
  key     text not null,
  -- SHA-256 of the request
  digest  bytea not null,
  task    bigint not null,
  made_at timestamptz not null,
  primary key (owner, key)
);
create index idempotency_by_age on idempotency (made_at);
