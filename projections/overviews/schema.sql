-- One row per report at no fixed time.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    report          text not null,
    "of"            text not null,
    organ           text not null,
    "to"            text not null,
    collected       jsonb not null,
    as_of           bigint not null,
    contents        jsonb not null,
    document_number text not null,
    policy          text not null,
    sent_at         timestamptz not null,
    sent_by         text not null,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, sent_at);
