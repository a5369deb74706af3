-- The log: one append-only table of events for all tenants, tenant first in every key.
-- Everything here belongs to tongban_owner, which cannot log in; the application's role may only
-- execute the functions and select through row-level security. docs/log.md.

do $$
begin
    -- Leaves are hashed over UTF-8, and lengths in them are lengths in UTF-8.
    if current_setting('server_encoding') <> 'UTF8' then
        raise exception 'the database must be encoded in UTF8, not %',
            current_setting('server_encoding');
    end if;
    if not exists (select from pg_roles where rolname = 'tongban_owner') then
        create role tongban_owner nologin nosuperuser nocreatedb nocreaterole;
    end if;
    if not exists (select from pg_roles where rolname = 'tongban_app') then
        create role tongban_app login nosuperuser nocreatedb nocreaterole;
    end if;
exception when duplicate_object or unique_violation then
    -- Another process created them between the question and the answer: roles belong to the
    -- whole server, while the lock that serialises migrations belongs to one database.
    null;
end
$$;

-- Whoever forgets a transaction that holds a tenant's lock must not stop that county for long.
do $$
begin
    execute format('alter role tongban_app in database %I '
                   'set idle_in_transaction_session_timeout = ''60s''', current_database());
end
$$;

create schema tongban authorization tongban_owner;
grant select on public.tongban_migrations to tongban_app;
grant usage on schema tongban to tongban_app;

-- An empty tenant cannot be: it is what row-level security sees once a session has had a tenant set
-- for an earlier transaction.
create table tongban.events (
    tenant      text collate "C" not null check (tenant <> ''),
    position    bigint not null check (position > 0),
    stream      text collate "C" not null check (stream <> ''),
    version     integer not null check (version >= 0),
    type        text collate "C" not null check (type <> ''),
    schema      smallint not null check (schema > 0),
    recorded_at timestamptz not null,
    occurred_at timestamptz not null check (isfinite(occurred_at)),
    actor       text collate "C" not null,
    post        text collate "C" not null,
    command     uuid not null,
    correlation uuid not null,
    causation   text collate "C" not null,
    policy      text collate "C" not null,
    body        bytea not null,
    leaf        bytea not null check (length(leaf) = 32),
    primary key (tenant, position),
    unique (tenant, stream, version)
) partition by hash (tenant);

create table tongban.commands (
    tenant         text collate "C" not null check (tenant <> ''),
    id             uuid not null,
    fingerprint    bytea not null check (length(fingerprint) = 32),
    first_position bigint not null,
    events         integer not null check (events >= 0),
    recorded_at    timestamptz not null,
    primary key (tenant, id)
) partition by hash (tenant);

create table tongban.heads (
    tenant      text collate "C" primary key check (tenant <> ''),
    position    bigint not null check (position >= 0),
    recorded_at timestamptz not null
) with (fillfactor = 50); -- every append updates it in place

-- ENABLE ALWAYS below: also where session_replication_role is set to replica.
create function tongban.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'the log is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
        using errcode = 'TB001';
end
$$;

do $$
declare
    relation regclass;
begin
    for n in 0..7 loop
        execute format('create table tongban.events_%s partition of tongban.events '
                       'for values with (modulus 8, remainder %s)', n, n);
        execute format('create table tongban.commands_%s partition of tongban.commands '
                       'for values with (modulus 8, remainder %s)', n, n);
    end loop;

    -- Row triggers are inherited by partitions, statement triggers (TRUNCATE) are not.
    foreach relation in array array['tongban.events', 'tongban.commands']::regclass[] loop
        execute format('create trigger append_only before update or delete on %s '
                       'for each row execute function tongban.refuse_change()', relation);
        execute format('alter table %s enable always trigger append_only', relation);
    end loop;
    -- A head moves forward and in no other way; positions and recorded times hang on it.
    create trigger append_only before delete on tongban.heads
        for each row execute function tongban.refuse_change();
    alter table tongban.heads enable always trigger append_only;
    create trigger only_forward before update on tongban.heads for each row
        when (new.tenant <> old.tenant or new.position < old.position
              or new.recorded_at < old.recorded_at)
        execute function tongban.refuse_change();
    alter table tongban.heads enable always trigger only_forward;

    for relation in select oid from pg_class
        where relnamespace = 'tongban'::regnamespace and relkind in ('r', 'p') order by relname
    loop
        execute format('create trigger append_only_table before truncate on %s '
                       'for each statement execute function tongban.refuse_change()', relation);
        execute format('alter table %s enable always trigger append_only_table', relation);
        execute format('alter table %s owner to tongban_owner', relation);
        execute format('alter table %s enable row level security', relation);
        execute format('alter table %s force row level security', relation);
        -- The application may look at the tables only with its tenant set for the transaction.
        -- The functions name the tenant in every predicate themselves: a policy there would be
        -- evaluated for each stream looked up (measured: a third of a batch's time).
        execute format('create policy application on %s for select to tongban_app '
                       'using (tenant = (select current_setting(''tongban.tenant'', true)))', relation);
        execute format('create policy functions on %s to tongban_owner using (true)', relation);
    end loop;
end
$$;

grant select on tongban.events, tongban.commands, tongban.heads to tongban_app;
alter function tongban.refuse_change() owner to tongban_owner;
