-- Whether what the task asked for is counted with this entry: with that of its first attempt that ran, and no other. Its project's
-- epoch when it was made. Entries from before have neither: they all counted, and their epoch is what the marks say.
alter table usage_ledger
  add column counts boolean,
  add column epoch int;
-- Tasks that hold something, and have been in the ledger: few, for most have one attempt.
create index task_again on task (id) where state in ('placed', 'running', 'stopping') and attempt > 1;
-- Attempts that came too late to their nodes.
alter table task add column declined int not null default 0;
-- The same on the day a login was given up.
create or replace view usage_day_of_holder as
  select owner, project, day, tasks, cpus, ram_gb, gpus, seconds from usage_day
  where not exists (select from account_clearing as before
    where before.owner = usage_day.owner and usage_day.day <= cast(before.cleared_at at time zone 'UTC' as date))
  union all
  select entry.owner, entry.project, cast(entry.ended_at at time zone 'UTC' as date), 1,
    case when entry.counts is not false then entry.cpus else 0 end,
    case when entry.counts is not false then entry.ram_gb else 0 end,
    case when entry.counts is not false then entry.gpus else 0 end, entry.seconds
  from account_clearing as before join usage_ledger as entry on entry.owner = before.owner
    and entry.ended_at > before.cleared_at
    and entry.ended_at < (date_trunc('day', before.cleared_at at time zone 'UTC') + interval '1 day') at time zone 'UTC';
