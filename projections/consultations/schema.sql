-- One row per consultation: matter, organ, question and answer. No personal data.
create table {table} (
    tenant         text collate "C" not null,
    key            text collate "C" not null,
    matter         integer not null,
    organ          text not null,
    person         text not null,
    question       text not null,
    answer         text not null,
    steered_online boolean not null,
    consulted_at   timestamptz not null,
    position       bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, consulted_at);
