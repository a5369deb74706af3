-- One row per accountability case: why it was opened, who was talked to, what others decided.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    problem         text not null,
    organ           text not null,
    trigger         text not null,
    words           text not null,
    grounds         text not null,
    clause          text not null,
    opened_by       text not null,
    opened_at       timestamptz not null,
    status          text not null,
    interviews      jsonb not null,
    decided_by      text,
    decided_on      date,
    document_number text,
    measure         text,
    reason          text,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, opened_at);
create index on {table} (tenant, problem);
