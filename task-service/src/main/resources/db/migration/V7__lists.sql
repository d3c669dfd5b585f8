-- A list of one account's tasks of any state; it serves the finished ones, too: the live ones among them are few.
create index task_of_owner on task (owner, id desc);
drop index task_over_of_owner;

-- The queue is read in pages in the order of waiting.
create index task_waiting_in_order on task (queued_at, id) where state = 'pending';
drop index task_waiting;
