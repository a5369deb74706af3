-- One row per service point; its agents are staff ids.
create table {table} (
    tenant    text collate "C" not null,
    key       text collate "C" not null,
    township  text not null,
    village   text not null,
    kind      text not null,
    name      text not null,
    agents    jsonb not null,
    opened_at timestamptz not null,
    open      boolean not null,
    closed_at timestamptz,
    reason    text,
    position  bigint not null,
    version   integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, opened_at);
