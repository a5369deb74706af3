-- One row per organ, role and person whom it named; people are staff ids.
create table {table} (
    tenant   text collate "C" not null,
    key      text collate "C" not null,
    organ    text not null,
    role     text not null,
    person   text not null,
    matters  jsonb not null,
    named_at timestamptz not null,
    open     boolean not null,
    ended_at timestamptz,
    reason   text,
    position bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, named_at);
