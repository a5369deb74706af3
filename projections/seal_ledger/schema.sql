-- One row per document that was to be stamped; a ledger line once it was (XG23-58), kept for good (XG23-59).
create table {table} (
    tenant             text collate "C" not null,
    key                text collate "C" not null,
    owner              text not null,
    number             integer not null,
    holder             text not null,
    "case"             text not null,
    matter             integer not null,
    document           text not null,
    document_number    text not null,
    certificate_number text,
    copies             integer not null,
    applicant          text not null,
    applied_at         timestamptz not null,
    status             text not null,
    approved_by        text,
    stamped_by         text,
    used_at            timestamptz,
    rests_on           jsonb not null,
    position           bigint not null,
    version            integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, owner, number, used_at);
create index on {table} (tenant, applied_at);
