-- The id is what makes a mail the same mail: asked for twice, it is queued once. What a sent mail told is forgotten.
create table mail (
    id text primary key,
    account text,
    address text,
    template text not null,
    data text not null,
    state text not null check (state in ('queued', 'sent', 'failed')),
    tries int not null default 0,
    made_at timestamptz not null,
    next_try_at timestamptz not null,
    first_try_at timestamptz,
    done_at timestamptz,
    problem text,
    check ((account is null) <> (address is null))
);

create index mail_queued on mail (next_try_at) where state = 'queued';
create index mail_done on mail (done_at) where state <> 'queued';
