-- One row per department and township: what the one handed to the other, and through what.
create table {table} (
    tenant              text collate "C" not null,
    key                 text collate "C" not null,
    delegator           text not null,
    delegatee           text not null,
    matters             jsonb not null,
    announced           jsonb not null,
    announcements       jsonb not null,
    valid_from          timestamptz,
    valid_until         timestamptz,
    terminated_at       timestamptz,
    agreement           text,
    countersigned       text,
    delegator_signatory text,
    delegatee_signatory text,
    seal_number         integer,
    seal_name           text,
    seal_status         text,
    custodian           text,
    position            bigint not null,
    primary key (tenant, key)
);
