-- One row per matter; its periods say how it stood from which day, under which version,
-- with its legal basis and whether it is tried out first; the pilot says where and until when.
create table {table} (
    tenant  text collate "C" not null,
    key     text collate "C" not null,
    no      integer not null,
    periods jsonb not null,
    pilot   jsonb,
    primary key (tenant, key)
);
