-- One row per dispatch meeting: problems it took up, what it settled, what came of that.
create table {table} (
    tenant      text collate "C" not null,
    key         text collate "C" not null,
    organ       text not null,
    title       text not null,
    attending   jsonb not null,
    problems    jsonb not null,
    resolutions jsonb not null,
    closed      jsonb not null,
    open        integer not null,
    held_at     timestamptz not null,
    position    bigint not null,
    version     integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, held_at);
