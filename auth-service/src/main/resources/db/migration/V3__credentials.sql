-- Argon2id in PHC form; salt and parameters are in it.
create table password (
    login text collate "C" primary key references account on delete cascade,
    hash text not null,
    changed timestamptz not null
);
