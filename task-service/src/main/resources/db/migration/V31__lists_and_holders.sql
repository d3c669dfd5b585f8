-- Arrays that are not over: those of their children that have no rows are counted and listed, too.
create index task_live_arrays on task (id) where array_size is not null and state <> 'ended';
-- What somebody asked the end of, or of its attempt, and is not over.
create index task_stopping on task (id) where state in ('stopping', 'spread') and stop_asked_at is not null;
-- Where members see each other's tasks, lists are of one project.
create index task_of_project on task (project, id desc) where project <> 'default';

-- What counts for who has a login now: of one that was another's before, what ended after the other was gone. The ledger and
-- the days stay as they are, for projects pay for both. The day on which the other went is added up of the ledger.
create view usage_day_of_holder as
  select owner, project, day, tasks, cpus, ram_gb, gpus, seconds from usage_day
  where not exists (select from account_clearing as before
    where before.owner = usage_day.owner and usage_day.day <= cast(before.cleared_at at time zone 'UTC' as date))
  union all
  select entry.owner, entry.project, cast(entry.ended_at at time zone 'UTC' as date), 1, entry.cpus, entry.ram_gb,
    entry.gpus, entry.seconds
  from account_clearing as before join usage_ledger as entry on entry.owner = before.owner
    and entry.ended_at > before.cleared_at
    and entry.ended_at < (date_trunc('day', before.cleared_at at time zone 'UTC') + interval '1 day') at time zone 'UTC';
