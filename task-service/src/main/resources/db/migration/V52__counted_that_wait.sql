-- Tasks that wait for another attempt than their first: few, for most have one.
create index task_waits_again on task (id) where state = 'pending' and attempt > 0;
