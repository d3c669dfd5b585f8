-- Several keys at a time: one signs, the next is published before it does, the last stays until its last token has expired.
alter table signing_key drop constraint signing_key_pkey;
alter table signing_key add primary key (kid);
alter table signing_key add column signs_from timestamptz not null default 'epoch';
alter table signing_key add column retires_at timestamptz;

-- One row per refresh token that may still come: the present one, and the used ones, whose return is a theft.
create table session (
    family text primary key,
    login text collate "C" not null references account on delete cascade,
    version bigint not null,
    begun timestamptz not null,
    expires timestamptz not null
);

create table refresh_token (
    hash text primary key,
    family text not null references session on delete cascade,
    used boolean not null default false
);

create index refresh_token_family on refresh_token (family);
create index session_expires on session (expires);
create index session_login on session (login);

create table named_key (
    id text primary key,
    login text collate "C" not null references account on delete cascade,
    name text not null,
    scope text not null,
    hash bytea not null unique,
    made_at timestamptz not null,
    expires timestamptz,
    unique (login, name)
);

create table app_token (
    token text primary key,
    login text collate "C" not null references account on delete cascade,
    name text not null,
    made_at timestamptz not null
);

create index app_token_login on app_token (login);
