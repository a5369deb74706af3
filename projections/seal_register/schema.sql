-- One row per seal: which it is, where it stands in its life, who keeps it (XG23-57, -60, -82).
create table {table} (
    tenant    text collate "C" not null,
    key       text collate "C" not null,
    owner     text not null,
    number    integer not null,
    holder    text not null,
    name      text not null,
    status    text not null,
    since     timestamptz not null,
    custodian text,
    deputy    text,
    deputy_until timestamptz,
    lost_at   timestamptz,
    reason    text,
    position  bigint not null,
    version   integer not null,
    primary key (tenant, key)
);
