-- One row per redemption of points: how many for how much, asked for and decided by whom.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    point           text not null,
    number          text not null,
    township        text not null,
    points          integer not null,
    fen             bigint not null,
    fund            text not null,
    policy          text not null,
    approver        text not null,
    asked_at        timestamptz not null,
    asked_by        text not null,
    status          text not null,
    decided_at      timestamptz,
    decided_by      text,
    document_number text,
    reason          text,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, asked_at);
create index on {table} (tenant, approver, asked_at) where status = 'asked';
