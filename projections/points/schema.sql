-- One row per service point and month: earned, reversed, settled, redeemed. Money is in fen.
create table {table} (
    tenant       text collate "C" not null,
    key          text collate "C" not null,
    month        text collate "C" not null,
    point        text not null,
    township     text not null,
    services     integer not null,
    earned       integer not null,
    reversed     integer not null,
    booked       boolean not null,
    cap          integer,
    points       integer,
    balance      integer,
    settled_at   timestamptz,
    policy       text not null,
    redeemed     integer not null,
    redeemed_fen bigint not null,
    first        text not null,
    position     bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, month);
create index on {table} (tenant, month) where booked and settled_at is null;
