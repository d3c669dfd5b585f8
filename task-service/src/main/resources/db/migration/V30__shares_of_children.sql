-- A child of an array can be shared while it has no row of its own: a share goes with its task's row, or with the array's.
alter table share drop constraint share_task_fkey;
create function shares_go_with_tasks() returns trigger language plpgsql as $$
begin
  delete from share using gone where share.task = gone.id;
  delete from share using gone
    where gone.array_size is not null and share.task between gone.id + 1 and gone.id + gone.array_size;
  return null;
end $$;
create trigger shares_go_with_tasks after delete on task referencing old table as gone
  for each statement execute function shares_go_with_tasks();
