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

-- Stable like convert_to() itself, so that PostgreSQL expands it in place.
create function tongban.field(value text) returns bytea
language sql stable strict parallel safe
return int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8');

create function tongban.append(
    c_tenant text[], c_id uuid[], c_fingerprint bytea[], c_actor text[], c_post text[],
    c_correlation uuid[], c_causation text[], c_policy text[],
    r_command int[], r_stream text[], r_version int[],
    e_command int[], e_stream text[], e_version int[], e_type text[], e_schema smallint[],
    e_occurred_at timestamptz[], e_body bytea[]
) returns table (outcome text, first_position bigint, events int, recorded_at timestamptz)
language plpgsql volatile security definer
set search_path = pg_catalog
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_conflicts bigint[];
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
            select r.command, r.stream, r.version, false as writes, true as contiguous
            from unnest(r_command, r_stream, r_version) as r(command, stream, version)
            union all
            select e.command, e.stream, min(e.version) - 1, true,
                   count(distinct e.version) = count(*)
                       and max(e.version) - min(e.version) + 1 = count(*)
            from unnest(e_command, e_stream, e_version) as e(command, stream, version)
            group by e.command, e.stream
        ) x
        cross join lateral (
            select max(e.version) as version from tongban.events e
            where e.tenant = c_tenant[x.command] and e.stream = x.stream
        ) head
        where not x.contiguous
           -- A stream begins at version 1 (expected 0), or at 0 where the library writes (-1).
           or case when head.version is not null then x.version <> head.version
                   else x.version <> 0 and not (x.writes and x.version = -1) end
        union all
        select o.command
        from (
            select w.command, bool_or(w.writes) over (
                       partition by c_tenant[w.command], w.stream order by w.command
                       range between unbounded preceding and 1 preceding) as overtaken
            from (
                select r.command, r.stream, false as writes
                from unnest(r_command, r_stream) as r(command, stream)
                union all
                select e.command, e.stream, true
                from unnest(e_command, e_stream) as e(command, stream)
            ) w
        ) o
        where o.overtaken
    );

    select array_agg(p.outcome order by p.i),
           array_agg(case when p.outcome = 'appended' then p.first_position else p.old_first end
                     order by p.i),
           array_agg(case when p.outcome = 'appended' then v_events[p.i] else p.old_events end
                     order by p.i),
           array_agg(case when p.outcome = 'appended' then greatest(p.head_recorded, v_now)
                          else p.old_recorded end order by p.i)
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
set search_path = pg_catalog
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
set search_path = pg_catalog
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
