-- One row per document on base-level matters: to whom it was addressed, and who has it.
create table {table} (
    tenant       text collate "C" not null,
    key          text collate "C" not null,
    issuer       text not null,
    number       text not null,
    title        text not null,
    way          text not null,
    matters      jsonb not null,
    addressees   jsonb not null,
    acknowledged jsonb not null,
    waiting      integer not null,
    addressed_at timestamptz not null,
    addressed_by text not null,
    position     bigint not null,
    version      integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, addressed_at);
