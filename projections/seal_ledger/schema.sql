-- One row per use applied for; a ledger line once stamped (XG23-58), kept for good, void or not (XG23-59).
create table {table} (
    tenant             text collate "C" not null,
    key                text collate "C" not null,
    owner              text not null,
    number             integer not null,
    holder             text not null,
    "case"             text not null,
    matter             integer not null,
    document           text not null,
    declined           boolean not null,
    serial             integer not null,
    document_number    text not null,
    certificate_number text,
    copies             integer not null,
    applicant          text not null,
    applied_at         timestamptz not null,
    status             text not null,
    approved_by        text,
    stamped_by         text,
    used_at            timestamptz,
    ended_by           text,
    ended_at           timestamptz,
    reason             text,
    rests_on           jsonb not null,
    position           bigint not null,
    version            integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, owner, number, used_at);
create index on {table} (tenant, applied_at);
