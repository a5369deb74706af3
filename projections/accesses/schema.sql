-- One row per organ, system and person: whether he may log on.
create table {table} (
    tenant     text collate "C" not null,
    key        text collate "C" not null,
    organ      text not null,
    system     text not null,
    person     text not null,
    by_organ   text not null,
    granted_at timestamptz not null,
    open       boolean not null,
    ended_at   timestamptz,
    reason     text,
    position   bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, granted_at);
