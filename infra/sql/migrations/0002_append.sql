-- append(): the only way into the log. One call carries a batch of commands of any tenants; each
-- command has an outcome of its own, and a conflict in one never fails its neighbours.
--
-- Order within a call. Commands are decided as if they came one after the other in array order.
-- All checks look at the log as it was before the call, so a command that reads or writes a stream
-- which an earlier command of the same call writes is answered 'conflict' without looking further:
-- its caller tries again. Callers who avoid such batches never see it.
--
-- Outcomes: 'appended'; 'repeated' (this command id with this fingerprint was done before; its
-- positions are returned); 'mismatched' (this id, another fingerprint); 'conflict' (a stream that
-- the decision read or writes is not at the expected version).
--
-- Leaf: SHA-256(0x00 || header || body), the RFC 6962 leaf hash of header || body. docs/log.md has
-- the byte format and vectors.

-- search_path names pg_temp last: left out it would come first, and a temporary type named `text`,
-- made by whoever calls, would be the functions' `text`.
--
-- Generic plans (plan_cache_mode): arrays of unknown length have no better plan than the one nested
-- loop of index lookups, and planning again over the partitions costs more than the work.

-- Length and bytes. Stable like convert_to() itself, so that PostgreSQL expands it in place.
create function tongban.field(value text) returns bytea
language sql stable strict parallel safe
return int4send(octet_length(value)) || convert_to(value, 'UTF8');

create function tongban.append(
    c_tenant text[], c_id uuid[], c_fingerprint bytea[], c_actor text[], c_post text[],
    c_correlation uuid[], c_causation text[], c_policy text[],
    r_command int[], r_stream text[], r_version int[],
    e_command int[], e_stream text[], e_version int[], e_type text[], e_schema smallint[],
    e_occurred_at timestamptz[], e_body bytea[]
) returns table (outcome text, first_position bigint, events int, recorded_at timestamptz)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
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

create function tongban.load(l_tenant text[], l_stream text[], l_after int[])
returns table (n int, version int, type text, schema smallint, body bytea)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
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

-- Which tenants there are and how long their logs, for the workers that serve all of them.
create function tongban.tenants() returns table (tenant text, "position" bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
    select h.tenant, h.position from tongban.heads h order by h.tenant;
end;

-- append() is for the application's role and nobody else; PostgreSQL grants EXECUTE to everyone
-- unless told otherwise.
do $$
declare
    f regprocedure;
begin
    for f in select oid from pg_proc where pronamespace = 'tongban'::regnamespace loop
        execute format('alter function %s owner to tongban_owner', f);
        execute format('revoke all on function %s from public', f);
    end loop;
end
$$;
grant execute on function tongban.append, tongban.load, tongban.tenants to tongban_app;
