-- One row per important situation that was reported upwards. No personal data.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    organ           text not null,
    "to"            text not null,
    title           text not null,
    text            text not null,
    reported_at     timestamptz not null,
    reported_by     text not null,
    open            boolean not null,
    reply           text,
    document_number text,
    replied_at      timestamptz,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, reported_at);
