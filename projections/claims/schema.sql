-- One row per claim about a case: what came of it, who bore what, who is held accountable for it.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    "case"          text not null,
    matter          integer not null,
    kind            text not null,
    respondent      text not null,
    handled_by      text not null,
    received_on     date not null,
    document_number text not null,
    request         text not null,
    opened_by       text not null,
    opened_at       timestamptz not null,
    status          text not null,
    outcome         text,
    decisions       jsonb not null,
    borne           jsonb not null,
    recourse        jsonb not null,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, opened_at);
create index on {table} (tenant, "case");
