-- One row per service at a service point, and per case that one collected. No personal data.
create table {table} (
    tenant       text collate "C" not null,
    key          text collate "C" not null,
    point        text not null,
    convenience  text not null,
    "case"       text,
    matter       integer,
    government   boolean,
    groups       jsonb not null,
    person       text not null,
    began_at     timestamptz not null,
    completed_at timestamptz,
    outcome      text,
    undone_at    timestamptz,
    reason       text,
    position     bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, began_at);
create index on {table} (tenant, point, began_at);
