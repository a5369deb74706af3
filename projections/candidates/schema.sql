-- One row per candidate that was judged: the problem it became, or why it is nothing.
create table {table} (
    tenant    text collate "C" not null,
    key       text collate "C" not null,
    kind      text not null,
    organ     text not null,
    matter    integer,
    "case"    text,
    cites     jsonb not null,
    problem   text,
    reason    text,
    judged_by text not null,
    person    text not null,
    judged_at timestamptz not null,
    position  bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, judged_at);
