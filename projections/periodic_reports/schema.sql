-- One row per report that is owed: on a period, by one organ to another.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    report          text collate "C" not null,
    period          text collate "C" not null,
    "by"            text collate "C" not null,
    "to"            text collate "C" not null,
    matters         jsonb not null,
    status          text not null,
    closed_at       timestamptz not null,
    document_number text not null,
    figures         jsonb,
    nil             boolean not null,
    remarks         text not null,
    digest          text not null,
    policy          text not null,
    sent_at         timestamptz,
    sent_by         text not null,
    restatements    jsonb not null,
    received_at     timestamptz,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, closed_at);
create index on {table} (tenant, report, period);
create index on {table} (tenant, "by", status);
create index on {table} (tenant, "to", status);
