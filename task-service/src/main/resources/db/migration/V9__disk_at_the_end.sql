-- The bytes a row had before, so that one statement can both replace them and tell the sum the difference.
alter table disk_use add column was bigint not null default 0;
