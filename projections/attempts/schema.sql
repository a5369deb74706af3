-- One row per attempt that was refused and remembered: who, what, by which rule.
create table {table} (
    tenant       text collate "C" not null,
    key          text collate "C" not null,
    organ        text not null,
    person       text not null,
    post         text not null,
    act          text not null,
    code         text not null,
    message      text not null,
    clause       text not null,
    source       text not null,
    about        text not null,
    detail       jsonb not null,
    attempted_at timestamptz not null,
    position     bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, attempted_at);
