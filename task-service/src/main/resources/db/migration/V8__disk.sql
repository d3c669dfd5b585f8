-- What the files of tasks take, by storage-service's word. A row stays when they are given up (0 bytes): a late word changes nothing.
create table disk_use (
  task    bigint primary key,
  owner   text not null,
  attempt int not null,
  bytes   bigint not null
);
-- Their sums, kept in the same transaction.
create table disk_sum (
  owner text primary key,
  bytes bigint not null
);
