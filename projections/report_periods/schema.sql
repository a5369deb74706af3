-- One row per report and period that is over.
create table {table} (
    tenant    text collate "C" not null,
    key       text collate "C" not null,
    report    text collate "C" not null,
    period    text collate "C" not null,
    start     timestamptz not null,
    "end"     timestamptz not null,
    expected  integer not null,
    owed      jsonb not null,
    added     integer not null,
    freed     integer not null,
    policy    text not null,
    closed_at timestamptz not null,
    position  bigint not null,
    primary key (tenant, key)
);
create index on {table} (tenant, report, period);
