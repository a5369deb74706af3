-- One row per circular: about whom, to whom, in which tone, where it is public.
create table {table} (
    tenant       text collate "C" not null,
    key          text collate "C" not null,
    organ        text not null,
    tone         text not null,
    title        text not null,
    text         text not null,
    organs       jsonb not null,
    "to"         jsonb not null,
    cites        jsonb not null,
    published_in text not null,
    issued_at    timestamptz not null,
    position     bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, issued_at);
