-- Long work that somebody asked for: how far it is, and the files it makes, until they are fetched.
--
-- Nothing here is truth: a file says what the log said when it was made, and can be made again.

create table work.jobs (
    tenant   text collate "C" not null check (tenant <> ''),
    id       uuid not null,
    kind     text collate "C" not null check (kind <> ''),
    asked    jsonb not null,                -- what for; `kind` is in it
    asker    text not null,                 -- a seat with its person, or a credential
    asked_at timestamptz not null default clock_timestamp(),
    state    text collate "C" not null default 'queued'
             check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
    done     integer not null default 0,    -- units of work, of `total` where that is known
    total    integer,
    pieces   integer not null default 0,    -- slices taken so far; a slice is taken once
    cursor   text not null default '',      -- where the next slice begins
    error    text not null default '',
    ended_at timestamptz,
    primary key (tenant, id)
) with (fillfactor = 50);  -- a row changes with every slice: keep its versions together
alter table work.jobs owner to tongban_owner;
grant select, insert, update, delete on work.jobs to tongban_app;

create table work.job_files (
    tenant  text collate "C" not null,
    id      uuid not null,
    piece   integer not null,
    name    text not null,      -- pieces of one name, one after the other, are one file
    content bytea not null,
    primary key (tenant, id, piece),
    foreign key (tenant, id) references work.jobs on delete cascade
);
alter table work.job_files owner to tongban_owner;
grant select, insert, update, delete on work.job_files to tongban_app;
