-- One row per matter; its periods say how it stood from which day, under which version,
-- with its legal basis and whether it is tried out first; the pilot says where and until when. Guides,
-- legality reviews and the declaration that it is complex are what its department said about it;
-- `online` is whether it runs online and can be done online, by declaration; `settled` how it is
-- handled where its list leaves that open.
create table {table} (
    tenant  text collate "C" not null,
    key     text collate "C" not null,
    no      integer not null,
    periods jsonb not null,
    pilot   jsonb,
    guides  jsonb not null,
    reviews jsonb not null,
    complexity jsonb,
    online  jsonb not null,
    settled jsonb not null,
    primary key (tenant, key)
);
