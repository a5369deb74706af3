-- One row per obligation: who owes what to whom until when, and what became of it.
create table {table} (
    tenant       text collate "C" not null,
    key          text collate "C" not null,
    kind         text not null,
    about        text not null,
    matter       integer not null,
    debtor       text not null,
    creditor     text not null,
    post         text not null,
    started_at   timestamptz not null,
    started_on   date not null,
    days         integer not null,
    extra_days   integer not null,
    pauses       jsonb not null,
    paused       boolean not null,
    unit         text not null,
    sla          text not null,
    certainty    text not null,
    clause       text not null,
    source       text not null,
    lapse        text not null,
    rules        text not null,
    due_on       date not null,
    provisional  boolean not null,
    other_due_on date,
    standing     boolean not null,
    calendar     text not null,
    recomputed   jsonb not null,
    escalated    jsonb not null,
    told         jsonb not null,
    outcome      text not null,
    late_at      timestamptz,
    fulfilled_at timestamptz,
    evidence     text,
    waived_by    text,
    reason       text,
    opened       text not null,
    opened_at    timestamptz not null,
    position     bigint not null,
    version      integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, outcome, due_on);
create index on {table} (tenant, debtor, outcome, due_on);
create index on {table} (tenant, about);
create index on {table} using gin (told) where fulfilled_at is null and waived_by is null;
create index on {table} (tenant, kind, key) where outcome <> 'waived' and fulfilled_at is null;
create index on {table} (tenant, key) where outcome = 'open' and provisional;
