-- One row per case, receiver and push: what was sent, and who acknowledged it; and one per feedback
-- and receiver. No personal data of applicants.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    kind            text not null,
    "case"          text not null,
    push            text not null,
    matter          integer not null,
    sender          text not null,
    in_name_of      text not null,
    receiver        text not null,
    outcome         text,
    documents       jsonb not null,
    steps           jsonb not null,
    decided_at      timestamptz,
    concluded_at    timestamptz,
    findings        text not null,
    conclusion      text,
    document_number text not null,
    sent_at         timestamptz not null,
    sent            text not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    post            text,
    feedback_at     timestamptz,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, sent_at);
create index on {table} (tenant, receiver, sent_at);
