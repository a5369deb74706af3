-- One row per case and receiver: the result that was pushed, and who acknowledged it. No personal
-- data of applicants.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    "case"          text not null,
    matter          integer not null,
    sender          text not null,
    in_name_of      text not null,
    receiver        text not null,
    outcome         text not null,
    documents       jsonb not null,
    decided_at      timestamptz not null,
    concluded_at    timestamptz not null,
    sent_at         timestamptz not null,
    sent            text not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    post            text,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, sent_at);
create index on {table} (tenant, receiver, sent_at);
