-- Scripts that are too large for a task's wish, or no text: by what is in them, in parts of at most a mebibyte.
create table script (
  -- SHA-256 of the whole, in hexadecimal
  digest  text not null,
  part    int not null,
  bytes   bytea not null,
  -- one that nothing refers to is removed an hour later
  used_at timestamptz not null,
  primary key (digest, part)
);
create index script_by_use on script (used_at);

alter table task
  add column script text generated always as ((spec::jsonb) #>> '{spec,needs,outfit,script,apart,sha256}') stored;
alter table recipe
  add column script text generated always as ((spec::jsonb) #>> '{needs,outfit,script,apart,sha256}') stored;
create index task_script on task (script) where script is not null;
