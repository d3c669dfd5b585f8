-- Entries are made and stay as they are: a bill must be the same whenever it is asked for.
create function usage_ledger_only_grows() returns trigger language plpgsql as $$
begin
  raise exception 'usage_ledger only grows';
end $$;
create trigger usage_ledger_only_grows before update or delete or truncate on usage_ledger
  for each statement execute function usage_ledger_only_grows();
