alter table account
    add column display_name text not null default '',
    add column public_keys text[] not null default '{}',
    add column priority int not null default 50 check (priority between 0 and 100),
    add column limit_seconds bigint not null default 0,
    add column limit_cpus bigint not null default 0,
    add column limit_ram_gb bigint not null default 0,
    add column limit_gpus bigint not null default 0,
    add column limit_disk_bytes bigint not null default 0,
    add column state text not null default 'ACTIVE' check (state in ('PENDING', 'ACTIVE', 'DISABLED')),
    -- A guest runs under the numbers of another account.
    add column bound_to text collate "C" references account,
    add column last_login timestamptz;

update account set state = 'DISABLED' where not active;
alter table account drop column active;

-- Numbers are an account's own, but for guests.
alter table account drop constraint account_uid_key;
alter table account drop constraint account_gid_key;
create unique index account_uid on account (uid) where bound_to is null;
create unique index account_gid on account (gid) where bound_to is null;
create index account_email on account (lower(email)) where email <> '';
create index account_bound_to on account (bound_to) where bound_to is not null;

-- What stays of a deleted account: its last version, so that a login given again goes on above it, and who has not said yet
-- that nothing of it is left.
create table deleted_account (
    login text collate "C" primary key,
    version bigint not null,
    requested timestamptz not null,
    tasks_cleared timestamptz,
    files_cleared timestamptz
);

-- Files may outlive an account somewhere: its numbers are never given again.
create table spent_id (id int primary key);

-- Who asked for an account without having one, by block of addresses; kept for an hour.
create table registration_attempt (
    block text not null,
    at timestamptz not null
);
create index registration_attempt_block on registration_attempt (block, at);

create table project (
    id text collate "C" primary key,
    description text not null,
    owner text collate "C" not null,
    members text[] not null,
    priority int not null check (priority between 0 and 100),
    limit_seconds bigint not null,
    limit_cpus bigint not null,
    limit_ram_gb bigint not null,
    limit_gpus bigint not null,
    limit_disk_bytes bigint not null,
    volumes text not null,
    version bigint not null,
    created timestamptz not null,
    changed timestamptz not null
);
create index project_members on project using gin (members);
create index project_owner on project (owner);

insert into project values ('default', 'Everybody''s project', '', '{}', 50, 0, 0, 0, 0, 0, '[]', 1, now(), now());

-- The last version of a deleted project: one made again goes on above it.
create table deleted_project (
    id text collate "C" primary key,
    version bigint not null
);

-- Who did what, when, from where. Written in the transaction of what it tells, and never again.
create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    address text not null,
    action text not null,
    subject text not null,
    detail text not null
);
create index audit_actor on audit (actor, id);
create index audit_subject on audit (subject, id);

create function audit_is_append_only() returns trigger language plpgsql as
$$ begin raise exception 'audit is append-only'; end $$;
create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
