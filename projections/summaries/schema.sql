-- One row per summary of the reform that was sent upwards.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    year            integer not null,
    organ           text not null,
    "to"            text not null,
    contents        jsonb not null,
    document_number text not null,
    figures         jsonb not null,
    policy          text not null,
    sent_at         timestamptz not null,
    sent_by         text not null,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, sent_at);
