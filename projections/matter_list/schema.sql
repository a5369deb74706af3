-- One row per matter; its periods say how it stood from which day, under which version.
create table {table} (
    tenant  text collate "C" not null,
    key     text collate "C" not null,
    no      integer not null,
    periods jsonb not null,
    pilot   jsonb,
    primary key (tenant, key)
);
