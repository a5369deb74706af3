-- One row per organ and programme: its work plan, the last edition.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    organ           text not null,
    programme       text not null,
    edition         integer not null,
    title           text not null,
    document_number text not null,
    digest          text not null,
    filed_at        timestamptz not null,
    position        bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, filed_at);
