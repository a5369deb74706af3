-- One row per old seal: how it stands, who keeps it, what was decided, where it is sealed up.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    organ           text not null,
    number          integer not null,
    name            text not null,
    keeper          text not null,
    standing        text not null,
    condition       text not null,
    established_by  text not null,
    inventoried_at  timestamptz not null,
    status          text not null,
    since           timestamptz not null,
    reason          text,
    decided_by      text,
    document_number text,
    place           text,
    witness         text,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, organ, number);
