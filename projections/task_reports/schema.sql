-- One row per task and unit: how far it says it is with its part.
create table {table} (
    tenant      text collate "C" not null,
    key         text collate "C" not null,
    organ       text not null,
    programme   text not null,
    task        integer not null,
    lead        boolean not null,
    reports     integer not null,
    text        text not null,
    first_at    timestamptz not null,
    reported_at timestamptz not null,
    done        boolean not null,
    position    bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, first_at);
