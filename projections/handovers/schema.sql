-- One row per hand-over of materials: from whom to whom, its lines, received or given back.
create table {table} (
    tenant      text collate "C" not null,
    key         text collate "C" not null,
    organ       text not null,
    "to"        text not null,
    lines       jsonb not null,
    handed_at   timestamptz not null,
    waiting     boolean not null,
    received_at timestamptz,
    returned    jsonb not null,
    position    bigint not null,
    version     integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, handed_at);
