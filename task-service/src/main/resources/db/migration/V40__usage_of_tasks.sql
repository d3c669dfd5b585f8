-- Whether what the task asked for is counted with this entry: with that of its first attempt that ran, and no other. Its project's
-- epoch when it was made. Entries from before have neither: they all counted, and their epoch is what the marks say.
alter table usage_ledger
  add column counts boolean,
  add column epoch int;
-- Tasks that have been in the ledger and go on: few, for most have one attempt.
create index task_again on task (id) where state <> 'ended' and (attempt > 1 or (attempt = 1 and state = 'pending'));
-- Attempts that came too late to their nodes.
alter table task add column declined int not null default 0;
