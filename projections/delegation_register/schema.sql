-- One row per department and township: what the one handed to the other, and through what.
create table {table} (
    tenant              text collate "C" not null,
    key                 text collate "C" not null,
    delegator           text not null,
    delegatee           text not null,
    agreement           jsonb,
    papers              jsonb not null,
    seals               jsonb not null,
    position            bigint not null,
    agreement_version   integer not null,
    seal_version        integer not null,
    primary key (tenant, key)
);
