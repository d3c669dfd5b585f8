-- The transaction that made a task wait. A look at the queue reads what was written by transactions that had not ended at the
-- look before: no clock, no pause and no slow commit of another replica hides anything from it.
alter table task add column queued_in bigint not null default 0;
alter table task alter column queued_in set default cast(cast(pg_current_xact_id() as text) as bigint);

create function task_queued_in() returns trigger language plpgsql as $$
begin
  new.queued_in := cast(cast(pg_current_xact_id() as text) as bigint);
  return new;
end $$;
-- All by which a task, or the children of an array, can begin to wait. Not every change: what runs is written often.
create trigger task_queued_in before update on task for each row
  when (old.queued_at is distinct from new.queued_at or old.blocked <> new.blocked
    or (new.state = 'pending' and old.state <> 'pending')
    or (new.array_size is not null and old.standing is distinct from new.standing))
  execute function task_queued_in();

drop index task_waiting_in_order;
create index task_waiting_in_order on task (queued_in, id) where state = 'pending';
drop index task_waiting_arrays;
create index task_waiting_arrays on task (queued_in) where array_size is not null and state in ('pending', 'spread');
