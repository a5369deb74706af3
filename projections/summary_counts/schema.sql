-- One row per thing that a summary counts.
create table {table} (
    tenant   text collate "C" not null,
    key      text collate "C" not null,
    kind     text not null,
    name     text not null,
    state    text not null,
    opened   bigint not null,
    closed   bigint,
    number   integer not null,
    findings jsonb not null,
    position bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, kind, opened);
create index on {table} (tenant, kind, closed);
create index on {table} (tenant) where findings <> '{}';
