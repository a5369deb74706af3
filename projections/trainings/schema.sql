-- One row per training that was held: by whom, in which form, for which matters, who came.
create table {table} (
    tenant     text collate "C" not null,
    key        text collate "C" not null,
    organ      text not null,
    trainers   jsonb not null,
    form       text not null,
    title      text not null,
    matters    jsonb not null,
    attendance jsonb not null,
    attending  jsonb not null,
    absent     jsonb not null,
    people     integer not null,
    held_at    timestamptz not null,
    position   bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, held_at);
