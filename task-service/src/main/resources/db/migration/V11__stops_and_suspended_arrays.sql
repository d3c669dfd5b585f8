-- How often a node was told once more to end the attempt.
alter table task add column stops_repeated int not null default 0;
-- Arrays whose children have still to be made to stand still, or to go on.
create index task_array_asked on task (id) where array_size is not null and standing in ('suspending', 'resuming');
