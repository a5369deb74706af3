CREATE SCHEMA dramatiq;

ALTER SCHEMA dramatiq OWNER TO tongban_owner;

CREATE SCHEMA tongban;

ALTER SCHEMA tongban OWNER TO tongban_owner;

CREATE SCHEMA views;

ALTER SCHEMA views OWNER TO tongban_app;

CREATE SCHEMA work;

ALTER SCHEMA work OWNER TO tongban_owner;

CREATE TYPE dramatiq.state AS ENUM (
    'queued',
    'consumed',
    'rejected'
);

ALTER TYPE dramatiq.state OWNER TO tongban_owner;

CREATE FUNCTION tongban.append(c_tenant text[], c_id uuid[], c_fingerprint bytea[], c_actor text[], c_post text[], c_correlation uuid[], c_causation text[], c_policy text[], r_command integer[], r_stream text[], r_version integer[], e_command integer[], e_stream text[], e_version integer[], e_type text[], e_schema smallint[], e_occurred_at timestamp with time zone[], e_body bytea[]) RETURNS TABLE(outcome text, first_position bigint, events integer, recorded_at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
#variable_conflict use_column
declare
    v_conflicts int[];
    v_events int[] := array_fill(0, array[cardinality(c_id)]);
    v_outcome text[];
    v_first bigint[];
    v_recorded timestamptz[];
    v_command int;
    v_now timestamptz;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        -- A snapshot taken before the lock would not see what the lock's last holder committed:
        -- two writers would then take the same positions.
        raise exception 'append() needs READ COMMITTED, not %',
            current_setting('transaction_isolation') using errcode = 'TB002';
    end if;
    -- unnest() fills a shorter array up with nulls, and a read of no command would go unchecked.
    if not cardinality(c_id) = all (array[cardinality(c_tenant), cardinality(c_fingerprint),
               cardinality(c_actor), cardinality(c_post), cardinality(c_correlation),
               cardinality(c_causation), cardinality(c_policy)])
       or not cardinality(r_command) = all (array[cardinality(r_stream), cardinality(r_version)])
       or not cardinality(e_command) = all (array[cardinality(e_stream), cardinality(e_version),
               cardinality(e_type), cardinality(e_schema), cardinality(e_occurred_at),
               cardinality(e_body)])
    then
        raise exception 'append() needs arrays of equal length' using errcode = 'TB003';
    end if;
    if 1 > any (r_command) or cardinality(c_id) < any (r_command)
       or 1 > any (e_command) or cardinality(c_id) < any (e_command)
       or array_position(r_command, null) > 0 or array_position(e_command, null) > 0
       or array_position(r_stream, null) > 0 or array_position(r_version, null) > 0
    then
        raise exception 'append() needs every read and event to name its command'
            using errcode = 'TB003';
    end if;

    -- One lock per tenant, held to the end of the transaction, taken in one order by everybody.
    -- Because of it positions become visible in the order in which they are given, so a reader
    -- that has seen position n has seen all before it. Counties never wait for each other (but
    -- for a collision of hashes, which costs time and nothing else).
    perform pg_advisory_xact_lock(k)
    from (select distinct hashtextextended(t, 20231130) as k from unnest(c_tenant) t order by 1) s;

    -- From here each statement has a snapshot younger than the lock: what its last holder wrote
    -- is visible.
    v_now := clock_timestamp();

    foreach v_command in array e_command loop
        v_events[v_command] := v_events[v_command] + 1;
    end loop;

    v_conflicts := array(
        select x.command
        from (
            select t.*, bool_or(t.writes) over (
                       partition by c_tenant[t.command], t.stream order by t.command
                       range between unbounded preceding and 1 preceding) as overtaken
            from (
                select r.command, r.stream, r.version, false as writes, true as contiguous
                from unnest(r_command, r_stream, r_version) as r(command, stream, version)
                union all
                -- A command's events of one stream follow each other, in array order.
                select e.command, e.stream, min(e.base), true, min(e.base) = max(e.base)
                from (
                    select e.command, e.stream, e.version - row_number() over (
                               partition by e.command, e.stream order by e.ord)::int as base
                    from unnest(e_command, e_stream, e_version)
                        with ordinality as e(command, stream, version, ord)
                ) e
                group by e.command, e.stream
            ) t
        ) x
        left join lateral (
            select e.version from tongban.events e
            where e.tenant = c_tenant[x.command] and e.stream = x.stream
            order by e.version desc limit 1
        ) head on true
        where x.overtaken or not x.contiguous
           -- A stream begins at version 1 (expected 0), or at 0 where the library writes (-1).
           or case when head.version is not null then x.version <> head.version
                   else x.version <> 0 and not (x.writes and x.version = -1) end
    );

    select array_agg(p.outcome),
           array_agg(case when p.outcome = 'appended' then p.first_position else p.old_first end),
           array_agg(case when p.outcome = 'appended' then v_events[p.i] else p.old_events end),
           array_agg(case when p.outcome = 'appended' then greatest(p.head_recorded, v_now)
                          else p.old_recorded end)
    into v_outcome, v_first, v_events, v_recorded
    from (
        select d.*, coalesce(h.position, 0) + 1 + coalesce(sum(v_events[d.i])
                   filter (where d.outcome = 'appended') over (
                       partition by d.tenant order by d.i
                       rows between unbounded preceding and 1 preceding), 0) as first_position,
               h.recorded_at as head_recorded
        from (
            select c.i, c.tenant, k.first_position as old_first, k.events as old_events,
                   k.recorded_at as old_recorded,
                   case when k.fingerprint = c.fingerprint then 'repeated'
                        when k.fingerprint is not null then 'mismatched'
                        when c.i = any (v_conflicts)
                          or row_number() over (partition by c.tenant, c.id order by c.i) > 1
                            then 'conflict'
                        else 'appended' end as outcome
            from unnest(c_tenant, c_id, c_fingerprint) with ordinality as c(tenant, id, fingerprint, i)
            left join lateral (
                select * from tongban.commands k where k.tenant = c.tenant and k.id = c.id
            ) k on true
        ) d
        left join lateral (
            select h.position, h.recorded_at from tongban.heads h where h.tenant = d.tenant
        ) h on true
        order by d.i
    ) p;

    if 'appended' = any (v_outcome) then
        insert into tongban.events (tenant, position, stream, version, type, schema, recorded_at,
            occurred_at, actor, post, command, correlation, causation, policy, body, leaf)
        select r.*, sha256('\x00'::bytea
            || tongban.field(r.tenant) || int8send(r.position) || tongban.field(r.stream)
            || int4send(r.version) || tongban.field(r.type) || int2send(r.schema)
            || timestamptz_send(r.recorded_at) || timestamptz_send(r.occurred_at)
            || tongban.field(r.actor) || tongban.field(r.post) || uuid_send(r.command)
            || uuid_send(r.correlation) || tongban.field(r.causation) || tongban.field(r.policy)
            || int4send(length(r.body)) || r.body)
        from (
            select c_tenant[e.i] as tenant,
                   v_first[e.i] + row_number() over (partition by e.i order by e.ord) - 1 as position,
                   e.stream, e.version, e.type, e.schema, v_recorded[e.i] as recorded_at,
                   e.occurred_at, c_actor[e.i] as actor, c_post[e.i] as post, c_id[e.i] as command,
                   c_correlation[e.i] as correlation, c_causation[e.i] as causation,
                   c_policy[e.i] as policy, e.body
            from unnest(e_command, e_stream, e_version, e_type, e_schema, e_occurred_at, e_body)
                with ordinality as e(i, stream, version, type, schema, occurred_at, body, ord)
            where v_outcome[e.i] = 'appended'
        ) r;

        insert into tongban.commands (tenant, id, fingerprint, first_position, events, recorded_at)
        select c_tenant[i], c_id[i], c_fingerprint[i], v_first[i], v_events[i], v_recorded[i]
        from generate_subscripts(v_outcome, 1) i where v_outcome[i] = 'appended';

        insert into tongban.heads as h (tenant, position, recorded_at)
        select c_tenant[i], max(v_first[i] + v_events[i] - 1), max(v_recorded[i])
        from generate_subscripts(v_outcome, 1) i where v_outcome[i] = 'appended'
        group by 1
        on conflict (tenant) do update
        set position = excluded.position, recorded_at = excluded.recorded_at;
    end if;

    return query select * from unnest(v_outcome, v_first, v_events, v_recorded);
end
$$;

ALTER FUNCTION tongban.append(c_tenant text[], c_id uuid[], c_fingerprint bytea[], c_actor text[], c_post text[], c_correlation uuid[], c_causation text[], c_policy text[], r_command integer[], r_stream text[], r_version integer[], e_command integer[], e_stream text[], e_version integer[], e_type text[], e_schema smallint[], e_occurred_at timestamp with time zone[], e_body bytea[]) OWNER TO tongban_owner;

CREATE FUNCTION tongban.destroy_subject_key(k_tenant text, k_subject text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    update tongban.subject_keys k set wrapped = null, destroyed_at = clock_timestamp()
    where k.tenant = k_tenant and k.subject = k_subject and k.wrapped is not null;
    return found;
end
$$;

ALTER FUNCTION tongban.destroy_subject_key(k_tenant text, k_subject text) OWNER TO tongban_owner;

CREATE FUNCTION tongban.field(value text) RETURNS bytea
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    RETURN (int4send(octet_length(value)) || convert_to(value, 'UTF8'::name));

ALTER FUNCTION tongban.field(value text) OWNER TO tongban_owner;

CREATE TABLE tongban.credentials (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    person text NOT NULL,
    seat text NOT NULL,
    scopes text[] NOT NULL,
    types text[] NOT NULL,
    label text NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    CONSTRAINT credentials_check CHECK (((person <> ''::text) = (kind = 'person'::text))),
    CONSTRAINT credentials_check1 CHECK (((seat = ''::text) OR (kind = 'person'::text))),
    CONSTRAINT credentials_check2 CHECK (((scopes = '{}'::text[]) OR (kind = 'service'::text))),
    CONSTRAINT credentials_check3 CHECK (((types = '{}'::text[]) OR (kind = 'service'::text))),
    CONSTRAINT credentials_check4 CHECK (((tenant <> ''::text) OR (kind = 'operator'::text))),
    CONSTRAINT credentials_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT credentials_id_check CHECK ((id ~ '^[0-9a-f]{16}$'::text)),
    CONSTRAINT credentials_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'service'::text, 'auditor'::text, 'operator'::text]))),
    CONSTRAINT credentials_tenant_check CHECK ((tenant ~ '^([a-z][a-z0-9_-]{0,62})?$'::text))
);

ALTER TABLE ONLY tongban.credentials FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.credentials OWNER TO tongban_owner;

CREATE FUNCTION tongban.find_credential(c_tenant text, c_id text) RETURNS SETOF tongban.credentials
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    update tongban.credentials c set last_used_at = clock_timestamp()
    where c.tenant = c_tenant and c.id = c_id and c.revoked_at is null
      and (c.last_used_at is null or c.last_used_at < clock_timestamp() - interval '1 hour');
    return query select * from tongban.credentials c where c.tenant = c_tenant and c.id = c_id;
end
$$;

ALTER FUNCTION tongban.find_credential(c_tenant text, c_id text) OWNER TO tongban_owner;

CREATE FUNCTION tongban.issue_credential(c_tenant text, c_id text, c_kind text, c_digest bytea, c_person text, c_seat text, c_scopes text[], c_types text[], c_label text, c_created_by text, c_expires_at timestamp with time zone) RETURNS SETOF tongban.credentials
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    return query insert into tongban.credentials as c
        (tenant, id, kind, digest, person, seat, scopes, types, label, created_by, expires_at)
    values (c_tenant, c_id, c_kind, c_digest, c_person, c_seat, c_scopes, c_types, c_label,
            c_created_by, c_expires_at)
    returning c.*;
end
$$;

ALTER FUNCTION tongban.issue_credential(c_tenant text, c_id text, c_kind text, c_digest bytea, c_person text, c_seat text, c_scopes text[], c_types text[], c_label text, c_created_by text, c_expires_at timestamp with time zone) OWNER TO tongban_owner;

CREATE FUNCTION tongban.list_credentials(c_tenant text) RETURNS TABLE(tenant text, id text, kind text, person text, seat text, scopes text[], types text[], label text, created_by text, created_at timestamp with time zone, expires_at timestamp with time zone, revoked_at timestamp with time zone, last_used_at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_column
begin
    return query select c.tenant, c.id, c.kind, c.person, c.seat, c.scopes, c.types, c.label,
                        c.created_by, c.created_at, c.expires_at, c.revoked_at, c.last_used_at
                 from tongban.credentials c where c.tenant = c_tenant
                 order by c.created_at desc, c.id;
end
$$;

ALTER FUNCTION tongban.list_credentials(c_tenant text) OWNER TO tongban_owner;

CREATE FUNCTION tongban.load(l_tenant text[], l_stream text[], l_after integer[]) RETURNS TABLE(n integer, version integer, type text, schema smallint, body bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
#variable_conflict use_column
begin
    return query
        select w.n::int, e.version, e.type, e.schema, e.body
        from unnest(l_tenant, l_stream, l_after) with ordinality as w(tenant, stream, after, n)
        cross join lateral (
            select * from tongban.events e
            where e.tenant = w.tenant and e.stream = w.stream and e.version > w.after
            order by e.version
        ) e;
end
$$;

ALTER FUNCTION tongban.load(l_tenant text[], l_stream text[], l_after integer[]) OWNER TO tongban_owner;

CREATE FUNCTION tongban.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    raise exception 'the log is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
        using errcode = 'TB001';
end
$$;

ALTER FUNCTION tongban.refuse_change() OWNER TO tongban_owner;

CREATE FUNCTION tongban.revoke_credential(c_tenant text, c_id text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
    update tongban.credentials c set revoked_at = clock_timestamp()
    where c.tenant = c_tenant and c.id = c_id and c.revoked_at is null;
    return found;
end
$$;

ALTER FUNCTION tongban.revoke_credential(c_tenant text, c_id text) OWNER TO tongban_owner;

CREATE FUNCTION tongban.subject_key(k_tenant text, k_subject text, k_algorithm text, k_wrapped bytea) RETURNS TABLE(algorithm text, wrapped bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_column
begin
    insert into tongban.subject_keys (tenant, subject, algorithm, wrapped)
    select k_tenant, k_subject, k_algorithm, k_wrapped where k_wrapped is not null
    on conflict do nothing;
    return query select k.algorithm, k.wrapped from tongban.subject_keys k
                 where k.tenant = k_tenant and k.subject = k_subject;
end
$$;

ALTER FUNCTION tongban.subject_key(k_tenant text, k_subject text, k_algorithm text, k_wrapped bytea) OWNER TO tongban_owner;

CREATE TABLE tongban.heads (
    tenant text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT heads_position_check CHECK (("position" >= 0)),
    CONSTRAINT heads_tenant_check CHECK ((tenant <> ''::text))
)
WITH (fillfactor='50');

ALTER TABLE ONLY tongban.heads FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.heads OWNER TO tongban_owner;

CREATE FUNCTION tongban.tenants() RETURNS TABLE(tenant text, "position" bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    BEGIN ATOMIC
 SELECT h.tenant,
     h."position"
    FROM tongban.heads h
   ORDER BY h.tenant;
END;

ALTER FUNCTION tongban.tenants() OWNER TO tongban_owner;

CREATE TABLE dramatiq.queue (
    message_id uuid NOT NULL,
    queue_name text DEFAULT 'default'::text NOT NULL,
    state dramatiq.state,
    mtime timestamp with time zone DEFAULT now(),
    message jsonb,
    "position" bigint NOT NULL,
    available_at timestamp with time zone DEFAULT now() NOT NULL,
    worker_id uuid,
    consumed_at timestamp with time zone
);

ALTER TABLE dramatiq.queue OWNER TO tongban_owner;

ALTER TABLE dramatiq.queue ALTER COLUMN "position" ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME dramatiq.queue_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE dramatiq.result (
    message_id uuid NOT NULL,
    result jsonb,
    expires_at timestamp with time zone
);

ALTER TABLE dramatiq.result OWNER TO tongban_owner;

CREATE TABLE dramatiq.worker (
    worker_id uuid NOT NULL,
    heartbeat_at timestamp with time zone NOT NULL
);

ALTER TABLE dramatiq.worker OWNER TO tongban_owner;

CREATE TABLE public.tongban_migrations (
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.tongban_migrations OWNER TO postgres;

CREATE TABLE tongban.commands (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    fingerprint bytea NOT NULL,
    first_position bigint NOT NULL,
    events integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
)
PARTITION BY HASH (tenant);

ALTER TABLE ONLY tongban.commands FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands OWNER TO tongban_owner;

CREATE TABLE tongban.commands_0 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_0 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_0 OWNER TO tongban_owner;

CREATE TABLE tongban.commands_1 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_1 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_1 OWNER TO tongban_owner;

CREATE TABLE tongban.commands_2 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_2 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_2 OWNER TO tongban_owner;

CREATE TABLE tongban.commands_3 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_3 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_3 OWNER TO tongban_owner;

CREATE TABLE tongban.commands_4 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_4 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_4 OWNER TO tongban_owner;

CREATE TABLE tongban.commands_5 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_5 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_5 OWNER TO tongban_owner;

CREATE TABLE tongban.commands_6 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_6 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_6 OWNER TO tongban_owner;

CREATE TABLE tongban.commands_7 (
    tenant text CONSTRAINT commands_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    id uuid CONSTRAINT commands_id_not_null NOT NULL,
    fingerprint bytea CONSTRAINT commands_fingerprint_not_null NOT NULL,
    first_position bigint CONSTRAINT commands_first_position_not_null NOT NULL,
    events integer CONSTRAINT commands_events_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT commands_recorded_at_not_null NOT NULL,
    CONSTRAINT commands_events_check CHECK ((events >= 0)),
    CONSTRAINT commands_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT commands_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.commands_7 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_7 OWNER TO tongban_owner;

CREATE TABLE tongban.events (
    tenant text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    stream text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    schema smallint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    actor text NOT NULL COLLATE pg_catalog."C",
    post text NOT NULL COLLATE pg_catalog."C",
    command uuid NOT NULL,
    correlation uuid NOT NULL,
    causation text NOT NULL COLLATE pg_catalog."C",
    policy text NOT NULL COLLATE pg_catalog."C",
    body bytea NOT NULL,
    leaf bytea NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
)
PARTITION BY HASH (tenant);

ALTER TABLE ONLY tongban.events FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events OWNER TO tongban_owner;

CREATE TABLE tongban.events_0 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_0 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_0 OWNER TO tongban_owner;

CREATE TABLE tongban.events_1 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_1 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_1 OWNER TO tongban_owner;

CREATE TABLE tongban.events_2 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_2 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_2 OWNER TO tongban_owner;

CREATE TABLE tongban.events_3 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_3 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_3 OWNER TO tongban_owner;

CREATE TABLE tongban.events_4 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_4 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_4 OWNER TO tongban_owner;

CREATE TABLE tongban.events_5 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_5 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_5 OWNER TO tongban_owner;

CREATE TABLE tongban.events_6 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_6 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_6 OWNER TO tongban_owner;

CREATE TABLE tongban.events_7 (
    tenant text CONSTRAINT events_tenant_not_null NOT NULL COLLATE pg_catalog."C",
    "position" bigint CONSTRAINT events_position_not_null NOT NULL,
    stream text CONSTRAINT events_stream_not_null NOT NULL COLLATE pg_catalog."C",
    version integer CONSTRAINT events_version_not_null NOT NULL,
    type text CONSTRAINT events_type_not_null NOT NULL COLLATE pg_catalog."C",
    schema smallint CONSTRAINT events_schema_not_null NOT NULL,
    recorded_at timestamp with time zone CONSTRAINT events_recorded_at_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT events_occurred_at_not_null NOT NULL,
    actor text CONSTRAINT events_actor_not_null NOT NULL COLLATE pg_catalog."C",
    post text CONSTRAINT events_post_not_null NOT NULL COLLATE pg_catalog."C",
    command uuid CONSTRAINT events_command_not_null NOT NULL,
    correlation uuid CONSTRAINT events_correlation_not_null NOT NULL,
    causation text CONSTRAINT events_causation_not_null NOT NULL COLLATE pg_catalog."C",
    policy text CONSTRAINT events_policy_not_null NOT NULL COLLATE pg_catalog."C",
    body bytea CONSTRAINT events_body_not_null NOT NULL,
    leaf bytea CONSTRAINT events_leaf_not_null NOT NULL,
    CONSTRAINT events_leaf_check CHECK ((length(leaf) = 32)),
    CONSTRAINT events_occurred_at_check CHECK (isfinite(occurred_at)),
    CONSTRAINT events_position_check CHECK (("position" > 0)),
    CONSTRAINT events_schema_check CHECK ((schema > 0)),
    CONSTRAINT events_stream_check CHECK ((stream <> ''::text)),
    CONSTRAINT events_tenant_check CHECK ((tenant <> ''::text)),
    CONSTRAINT events_type_check CHECK ((type <> ''::text)),
    CONSTRAINT events_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY tongban.events_7 FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_7 OWNER TO tongban_owner;

CREATE TABLE tongban.subject_keys (
    tenant text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    algorithm text NOT NULL COLLATE pg_catalog."C",
    wrapped bytea,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    destroyed_at timestamp with time zone,
    CONSTRAINT subject_keys_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL))),
    CONSTRAINT subject_keys_tenant_check CHECK ((tenant <> ''::text))
);

ALTER TABLE ONLY tongban.subject_keys FORCE ROW LEVEL SECURITY;

ALTER TABLE tongban.subject_keys OWNER TO tongban_owner;

CREATE TABLE work.job_files (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    piece integer NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL
);

ALTER TABLE work.job_files OWNER TO tongban_owner;

CREATE TABLE work.jobs (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    asked jsonb NOT NULL,
    asker text NOT NULL,
    asked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL COLLATE pg_catalog."C",
    done integer DEFAULT 0 NOT NULL,
    total integer,
    pieces integer DEFAULT 0 NOT NULL,
    cursor text DEFAULT ''::text NOT NULL,
    error text DEFAULT ''::text NOT NULL,
    ended_at timestamp with time zone,
    binding boolean DEFAULT false NOT NULL,
    CONSTRAINT jobs_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text]))),
    CONSTRAINT jobs_tenant_check CHECK ((tenant <> ''::text))
)
WITH (fillfactor='50');

ALTER TABLE work.jobs OWNER TO tongban_owner;

CREATE TABLE work.tasks (
    tenant text NOT NULL COLLATE pg_catalog."C",
    task text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL COLLATE pg_catalog."C",
    tries integer DEFAULT 0 NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    due_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    tried_at timestamp with time zone,
    error text DEFAULT ''::text NOT NULL,
    CONSTRAINT tasks_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'parked'::text]))),
    CONSTRAINT tasks_task_check CHECK ((task <> ''::text)),
    CONSTRAINT tasks_tenant_check CHECK ((tenant <> ''::text))
)
WITH (fillfactor='50');

ALTER TABLE work.tasks OWNER TO tongban_owner;

ALTER TABLE work.tasks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME work.tasks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_0 FOR VALUES WITH (modulus 8, remainder 0);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_1 FOR VALUES WITH (modulus 8, remainder 1);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_2 FOR VALUES WITH (modulus 8, remainder 2);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_3 FOR VALUES WITH (modulus 8, remainder 3);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_4 FOR VALUES WITH (modulus 8, remainder 4);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_5 FOR VALUES WITH (modulus 8, remainder 5);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_6 FOR VALUES WITH (modulus 8, remainder 6);

ALTER TABLE ONLY tongban.commands ATTACH PARTITION tongban.commands_7 FOR VALUES WITH (modulus 8, remainder 7);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_0 FOR VALUES WITH (modulus 8, remainder 0);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_1 FOR VALUES WITH (modulus 8, remainder 1);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_2 FOR VALUES WITH (modulus 8, remainder 2);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_3 FOR VALUES WITH (modulus 8, remainder 3);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_4 FOR VALUES WITH (modulus 8, remainder 4);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_5 FOR VALUES WITH (modulus 8, remainder 5);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_6 FOR VALUES WITH (modulus 8, remainder 6);

ALTER TABLE ONLY tongban.events ATTACH PARTITION tongban.events_7 FOR VALUES WITH (modulus 8, remainder 7);

ALTER TABLE ONLY dramatiq.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY dramatiq.result
    ADD CONSTRAINT result_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY dramatiq.worker
    ADD CONSTRAINT worker_pkey PRIMARY KEY (worker_id);

ALTER TABLE ONLY public.tongban_migrations
    ADD CONSTRAINT tongban_migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY tongban.commands
    ADD CONSTRAINT commands_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_0
    ADD CONSTRAINT commands_0_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_1
    ADD CONSTRAINT commands_1_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_2
    ADD CONSTRAINT commands_2_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_3
    ADD CONSTRAINT commands_3_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_4
    ADD CONSTRAINT commands_4_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_5
    ADD CONSTRAINT commands_5_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_6
    ADD CONSTRAINT commands_6_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.commands_7
    ADD CONSTRAINT commands_7_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.credentials
    ADD CONSTRAINT credentials_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY tongban.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_0
    ADD CONSTRAINT events_0_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events
    ADD CONSTRAINT events_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_0
    ADD CONSTRAINT events_0_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_1
    ADD CONSTRAINT events_1_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_1
    ADD CONSTRAINT events_1_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_2
    ADD CONSTRAINT events_2_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_2
    ADD CONSTRAINT events_2_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_3
    ADD CONSTRAINT events_3_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_3
    ADD CONSTRAINT events_3_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_4
    ADD CONSTRAINT events_4_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_4
    ADD CONSTRAINT events_4_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_5
    ADD CONSTRAINT events_5_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_5
    ADD CONSTRAINT events_5_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_6
    ADD CONSTRAINT events_6_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_6
    ADD CONSTRAINT events_6_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.events_7
    ADD CONSTRAINT events_7_pkey PRIMARY KEY (tenant, "position");

ALTER TABLE ONLY tongban.events_7
    ADD CONSTRAINT events_7_tenant_stream_version_key UNIQUE (tenant, stream, version);

ALTER TABLE ONLY tongban.heads
    ADD CONSTRAINT heads_pkey PRIMARY KEY (tenant);

ALTER TABLE ONLY tongban.subject_keys
    ADD CONSTRAINT subject_keys_pkey PRIMARY KEY (tenant, subject);

ALTER TABLE ONLY work.job_files
    ADD CONSTRAINT job_files_pkey PRIMARY KEY (tenant, id, piece);

ALTER TABLE ONLY work.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY work.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (tenant, task, key);

CREATE INDEX queue_queue_name_available_at_position_idx ON dramatiq.queue USING btree (queue_name, available_at, "position") WHERE (state = 'queued'::dramatiq.state);

CREATE INDEX queue_state_mtime_idx ON dramatiq.queue USING btree (state, mtime);

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_0_pkey;

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_1_pkey;

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_2_pkey;

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_3_pkey;

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_4_pkey;

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_5_pkey;

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_6_pkey;

ALTER INDEX tongban.commands_pkey ATTACH PARTITION tongban.commands_7_pkey;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_0_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_0_tenant_stream_version_key;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_1_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_1_tenant_stream_version_key;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_2_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_2_tenant_stream_version_key;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_3_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_3_tenant_stream_version_key;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_4_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_4_tenant_stream_version_key;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_5_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_5_tenant_stream_version_key;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_6_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_6_tenant_stream_version_key;

ALTER INDEX tongban.events_pkey ATTACH PARTITION tongban.events_7_pkey;

ALTER INDEX tongban.events_tenant_stream_version_key ATTACH PARTITION tongban.events_7_tenant_stream_version_key;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tongban.commands FOR EACH ROW EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tongban.events FOR EACH ROW EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE DELETE ON tongban.heads FOR EACH ROW EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.heads ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_0 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_0 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_1 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_1 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_2 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_2 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_3 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_3 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_4 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_4 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_5 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_5 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_6 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_6 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.commands_7 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.commands_7 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_0 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_0 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_1 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_1 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_2 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_2 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_3 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_3 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_4 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_4 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_5 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_5 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_6 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_6 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.events_7 FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.events_7 ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER append_only_table BEFORE TRUNCATE ON tongban.heads FOR EACH STATEMENT EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.heads ENABLE ALWAYS TRIGGER append_only_table;

CREATE TRIGGER only_forward BEFORE UPDATE ON tongban.heads FOR EACH ROW WHEN (((new.tenant <> old.tenant) OR (new."position" < old."position") OR (new.recorded_at < old.recorded_at))) EXECUTE FUNCTION tongban.refuse_change();

ALTER TABLE tongban.heads ENABLE ALWAYS TRIGGER only_forward;

ALTER TABLE ONLY work.job_files
    ADD CONSTRAINT job_files_tenant_id_fkey FOREIGN KEY (tenant, id) REFERENCES work.jobs(tenant, id) ON DELETE CASCADE;

CREATE POLICY application ON tongban.commands FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_0 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_1 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_2 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_3 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_4 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_5 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_6 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.commands_7 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_0 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_1 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_2 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_3 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_4 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_5 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_6 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.events_7 FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

CREATE POLICY application ON tongban.heads FOR SELECT TO tongban_app USING ((tenant = ( SELECT current_setting('tongban.tenant'::text, true) AS current_setting)));

ALTER TABLE tongban.commands ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_0 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_1 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_2 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_3 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_4 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_5 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_6 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.commands_7 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.credentials ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_0 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_1 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_2 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_3 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_4 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_5 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_6 ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.events_7 ENABLE ROW LEVEL SECURITY;

CREATE POLICY functions ON tongban.commands TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_0 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_1 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_2 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_3 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_4 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_5 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_6 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.commands_7 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.credentials TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_0 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_1 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_2 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_3 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_4 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_5 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_6 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.events_7 TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.heads TO tongban_owner USING (true);

CREATE POLICY functions ON tongban.subject_keys TO tongban_owner USING (true);

ALTER TABLE tongban.heads ENABLE ROW LEVEL SECURITY;

ALTER TABLE tongban.subject_keys ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA dramatiq TO tongban_app;

GRANT USAGE ON SCHEMA tongban TO tongban_app;

GRANT USAGE ON SCHEMA work TO tongban_app;

REVOKE ALL ON FUNCTION tongban.append(c_tenant text[], c_id uuid[], c_fingerprint bytea[], c_actor text[], c_post text[], c_correlation uuid[], c_causation text[], c_policy text[], r_command integer[], r_stream text[], r_version integer[], e_command integer[], e_stream text[], e_version integer[], e_type text[], e_schema smallint[], e_occurred_at timestamp with time zone[], e_body bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.append(c_tenant text[], c_id uuid[], c_fingerprint bytea[], c_actor text[], c_post text[], c_correlation uuid[], c_causation text[], c_policy text[], r_command integer[], r_stream text[], r_version integer[], e_command integer[], e_stream text[], e_version integer[], e_type text[], e_schema smallint[], e_occurred_at timestamp with time zone[], e_body bytea[]) TO tongban_app;

REVOKE ALL ON FUNCTION tongban.destroy_subject_key(k_tenant text, k_subject text) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.destroy_subject_key(k_tenant text, k_subject text) TO tongban_app;

REVOKE ALL ON FUNCTION tongban.field(value text) FROM PUBLIC;

REVOKE ALL ON FUNCTION tongban.find_credential(c_tenant text, c_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.find_credential(c_tenant text, c_id text) TO tongban_app;

REVOKE ALL ON FUNCTION tongban.issue_credential(c_tenant text, c_id text, c_kind text, c_digest bytea, c_person text, c_seat text, c_scopes text[], c_types text[], c_label text, c_created_by text, c_expires_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.issue_credential(c_tenant text, c_id text, c_kind text, c_digest bytea, c_person text, c_seat text, c_scopes text[], c_types text[], c_label text, c_created_by text, c_expires_at timestamp with time zone) TO tongban_app;

REVOKE ALL ON FUNCTION tongban.list_credentials(c_tenant text) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.list_credentials(c_tenant text) TO tongban_app;

REVOKE ALL ON FUNCTION tongban.load(l_tenant text[], l_stream text[], l_after integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.load(l_tenant text[], l_stream text[], l_after integer[]) TO tongban_app;

REVOKE ALL ON FUNCTION tongban.refuse_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION tongban.revoke_credential(c_tenant text, c_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.revoke_credential(c_tenant text, c_id text) TO tongban_app;

REVOKE ALL ON FUNCTION tongban.subject_key(k_tenant text, k_subject text, k_algorithm text, k_wrapped bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.subject_key(k_tenant text, k_subject text, k_algorithm text, k_wrapped bytea) TO tongban_app;

GRANT SELECT ON TABLE tongban.heads TO tongban_app;

REVOKE ALL ON FUNCTION tongban.tenants() FROM PUBLIC;
GRANT ALL ON FUNCTION tongban.tenants() TO tongban_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dramatiq.queue TO tongban_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dramatiq.result TO tongban_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE dramatiq.worker TO tongban_app;

GRANT SELECT ON TABLE public.tongban_migrations TO tongban_app;

GRANT SELECT ON TABLE tongban.commands TO tongban_app;

GRANT SELECT ON TABLE tongban.events TO tongban_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE work.job_files TO tongban_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE work.jobs TO tongban_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE work.tasks TO tongban_app;
