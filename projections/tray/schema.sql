-- One row per case: its state and that of its seal uses, for asking what is to be done next. No personal data.
create table {table} (
    tenant      text collate "C" not null,
    key         text collate "C" not null,
    matter      integer not null,
    receiver    text not null,
    received_at timestamptz not null,
    open        boolean not null,
    state       jsonb not null,
    uses        jsonb not null,
    afterwards  jsonb not null,
    position    bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, received_at) where open;
create index on {table} (tenant, receiver, received_at) where open;
