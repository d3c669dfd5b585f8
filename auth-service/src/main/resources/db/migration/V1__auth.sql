create table account (
    login text collate "C" primary key,
    uid int not null unique,
    gid int not null unique,
    extra_groups int[] not null,
    home text not null,
    email text not null,
    roles text[] not null,
    projects text[] not null,
    active boolean not null,
    version bigint not null,
    created timestamptz not null,
    changed timestamptz not null
);

-- The key itself only encrypted; the hash is an HMAC, so that a stolen table cannot be searched for keys.
create table api_key (
    login text collate "C" primary key references account on delete cascade,
    hash bytea not null unique,
    sealed bytea not null
);

-- The hash of the key that the settings gave an account last: only another one replaces what was made since.
create table configured_key (
    login text collate "C" primary key references account on delete cascade,
    hash bytea not null
);

create table signing_key (
    purpose text primary key,
    kid text not null,
    public_key bytea not null,
    sealed_private_key bytea not null,
    made_at timestamptz not null default now()
);

create table outbox (
    id bigserial primary key,
    topic text not null,
    key text not null,
    event text not null,
    made_at timestamptz not null default now()
);

create table lease (
    name text primary key,
    holder text not null,
    fence bigint not null,
    until timestamptz not null
);
