-- One row per case: the facts that attribution looks at, with the events they rest on; the lines are derived when asked for.
create table {table} (
    tenant   text collate "C" not null,
    key      text collate "C" not null,
    matter   integer not null,
    mode     text not null,
    policy   text not null,
    receiver text not null,
    actors   jsonb not null,
    grants   jsonb not null,
    outcome  text,
    evidence jsonb not null,
    primary key (tenant, key)
);
