-- One row per demand for an internal seal that is on record: who, which seal, when, by which law.
create table {table} (
    tenant      text collate "C" not null,
    key         text collate "C" not null,
    organ       text not null,
    seal        text not null,
    matter      integer not null,
    "case"      text not null,
    law         text not null,
    violation   boolean not null,
    demanded_by text not null,
    demanded_at timestamptz not null,
    evidence    text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    person      text not null,
    post        text not null,
    position    bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, demanded_at);
