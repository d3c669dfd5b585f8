-- Events the broker will never take: the relay puts them aside, so that the others go on.
create table outbox_dead (
  id         bigint primary key,
  topic      text not null,
  key        text not null,
  event      text not null,
  made_at    timestamptz not null,
  reason     text not null,
  refused_at timestamptz not null default now()
);
