-- Of the last attempt: its fair share in the pass that placed it, and what its kept files take.
alter table task add column score double precision not null default 0;
alter table task add column bytes bigint not null default 0;
