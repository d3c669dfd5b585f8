-- A look at the queue shall not pass over all arrays there ever were.
create index task_waiting_arrays on task (queued_at) where array_size is not null and state in ('pending', 'spread');
