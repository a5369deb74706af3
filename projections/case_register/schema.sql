-- One row per case: where it stands, and every step with who took it. No personal data.
create table {table} (
    tenant       text collate "C" not null,
    key          text collate "C" not null,
    matter       integer not null,
    receiver     text not null,
    mode         text not null,
    policy       text not null,
    routed       jsonb not null,
    status       text not null,
    outcome      text,
    reasons      text not null,
    remedies     text not null,
    opinion      text not null,
    subject      text not null,
    stated       jsonb not null,
    documents    jsonb not null,
    steps        jsonb not null,
    received_at  timestamptz not null,
    decided_at   timestamptz,
    concluded_at timestamptz,
    position     bigint not null,
    version      integer not null,
    primary key (tenant, key)
);
create index on {table} (tenant, received_at);
