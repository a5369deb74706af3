-- One row per problem: who must correct what by when, and everything that happened to it.
create table {table} (
    tenant           text collate "C" not null,
    key              text collate "C" not null,
    organ            text not null,
    matter           integer,
    "case"           text,
    found_in         text not null,
    source           text not null,
    description      text not null,
    provision        text not null,
    evidence         text not null,
    cites            jsonb not null,
    found_by         text not null,
    found_at         timestamptz not null,
    supervisors      jsonb not null,
    status           text not null,
    open             boolean not null,
    ordered_by       text,
    document_number  text,
    due_on           date,
    round            integer not null,
    completed_at     timestamptz,
    closed_at        timestamptz,
    turns            jsonb not null,
    accountabilities jsonb not null,
    position         bigint not null,
    version          integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, found_at);
create index on {table} (tenant, organ) where open;
create index on {table} (tenant, "case") where "case" is not null;
