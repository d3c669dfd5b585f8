-- Who an identity provider knows under which name of its own.
create table external_identity (
    issuer text not null,
    subject text not null,
    login text collate "C" not null references account on delete cascade,
    made_at timestamptz not null,
    primary key (issuer, subject)
);

create index external_identity_login on external_identity (login);
