-- One row per inquiry: who asked whom what, and what was answered. No personal data.
create table {table} (
    tenant          text collate "C" not null,
    key             text collate "C" not null,
    organ           text not null,
    department      text not null,
    subject         text not null,
    question        text not null,
    matter          integer,
    "case"          text,
    sent_at         timestamptz not null,
    sent_by         text not null,
    open            boolean not null,
    answer          text,
    document_number text,
    answered_at     timestamptz,
    answered_by     text,
    withdrawn_at    timestamptz,
    reason          text,
    position        bigint not null,
    version         integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, sent_at);
