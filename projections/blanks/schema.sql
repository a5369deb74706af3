-- One row per range of blank certificates that was handed over, with what became of its numbers.
create table {table} (
    tenant      text collate "C" not null,
    key         text collate "C" not null,
    certificate text not null,
    organ       text not null,
    holder      text not null,
    first       text not null,
    last        text not null,
    total       integer not null,
    "left"      integer not null,
    used        jsonb not null,
    void        jsonb not null,
    returned    jsonb not null,
    skipped     jsonb not null,
    elsewhere   jsonb not null,
    allotted_at timestamptz not null,
    received_at timestamptz,
    position    bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, allotted_at);
