-- One row per certificate on paper and on file: what became of it, what the library has of it.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    name            text not null,
    "case"          text not null,
    matter          integer not null,
    organ           text not null,
    in_name_of      text not null,
    forms           jsonb not null,
    digest          text not null,
    issued_digest   text not null,
    identifier      text not null,
    use             text not null,
    issued_at       timestamptz not null,
    issued_by       text not null,
    valid_until     date,
    changes         jsonb not null,
    cancelled_at    timestamptz,
    ground          text,
    reason          text not null,
    document_number text not null,
    keeper          text not null,
    sent            jsonb not null,
    collected       jsonb not null,
    waiting         integer not null,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, issued_at);
create index on {table} (tenant, "case");
