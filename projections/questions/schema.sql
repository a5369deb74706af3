-- One row per question of a township to a department's advisers. No personal data.
create table {table} (
    tenant      text collate "C" not null,
    key         text collate "C" not null,
    organ       text not null,
    "to"        text not null,
    matter      integer,
    question    text not null,
    asked_at    timestamptz not null,
    asked_by    text not null,
    open        boolean not null,
    answer      text,
    answered_by text,
    answered_at timestamptz,
    position    bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, asked_at);
