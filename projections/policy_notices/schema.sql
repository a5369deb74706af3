-- One row per policy document that a regulating organ must tell others of: who was told, who has it.
create table {table} (
    tenant           text collate "C" not null,
    key              text collate "C" not null,
    regulator        text not null,
    number           text not null,
    level            text not null,
    issued_by        text not null,
    title            text not null,
    digest           text not null,
    issued_on        date not null,
    received_on      date not null,
    matters          jsonb not null,
    domains          jsonb not null,
    approvers        jsonb not null,
    registered_at    timestamptz not null,
    registered_by    text not null,
    notified         jsonb not null,
    document_numbers jsonb not null,
    acknowledged     jsonb not null,
    waiting          integer not null,
    position         bigint not null,
    version          integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, registered_at);
