-- The queries that the application asks of the log.

-- name: append
-- A batch of commands; see migrations/0002_append.sql. One row per command, in order.
select outcome, first_position, events, recorded_at
from tongban.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)

-- name: load
-- Streams from a version on, for folding: n is the place of the stream in the arrays, from 1.
select n, version, type, schema, body from tongban.load($1, $2, $3)

-- name: scope
-- Which tenant this transaction may see: row-level security reads the setting.
select set_config('tongban.tenant', $1, true)

-- name: read
-- The log of one tenant from a position on, of all types or of some.
select position, stream, version, recorded_at, actor, post, command, correlation, causation, policy,
       type, schema, body
from tongban.events
where tenant = $1 and position > $2 and ($4::text[] is null or type = any ($4))
order by position
limit $3

-- name: histories
-- Some streams of one tenant up to a position, in log order.
select position, stream, version, recorded_at, actor, post, command, correlation, causation, policy,
       type, schema, body
from tongban.events
where tenant = $1 and stream = any ($2) and position <= $3
order by position

-- name: known_at
-- The last position that was recorded at a moment; 0: nothing was. Positions are contiguous and
-- recorded time never goes back, so halving finds it.
with recursive search (low, high) as (
    select 0::bigint, coalesce((select position from tongban.heads where tenant = $1), 0)
    union all
    select case when e.recorded_at <= $2 then m.middle else s.low end,
           case when e.recorded_at <= $2 then s.high else m.middle - 1 end
    from search s
    cross join lateral (select (s.low + s.high + 1) / 2 as middle) m
    join tongban.events e on e.tenant = $1 and e.position = m.middle
    where s.low < s.high
)
select low as position from search where low = high

-- name: stored
-- The stretch above $2 up to $3 with every column: of all types or of some, of all streams or of a
-- kind. At most $6 rows and, from the second row on, $7 bytes of bodies; `matching` counts the rows
-- before that last bound.
select position, stream, version, type, schema, recorded_at, occurred_at, actor, post, command,
       correlation, causation, policy, body, leaf, matching
from (
    select e.*, count(*) over () as matching,
           sum(octet_length(body)) over (order by position) - octet_length(body) as bytes_before
    from (
        select * from tongban.events
        where tenant = $1 and position > $2 and position <= $3
          and ($4::text[] is null or type = any ($4))
          and ($5::text is null or starts_with(stream, $5))
        order by position
        limit $6
    ) e
) e
where bytes_before < $7
order by position

-- name: stored_stream
-- The same of one stream, whose versions stand in the order of their positions.
select position, stream, version, type, schema, recorded_at, occurred_at, actor, post, command,
       correlation, causation, policy, body, leaf, matching
from (
    select e.*, count(*) over () as matching,
           sum(octet_length(body)) over (order by version) - octet_length(body) as bytes_before
    from (
        select * from tongban.events
        where tenant = $1 and stream = $5 and position > $2 and position <= $3
          and ($4::text[] is null or type = any ($4))
        order by version
        limit $6
    ) e
) e
where bytes_before < $7
order by version

-- name: replay
-- The log from a position on, no more than a fold needs and as one JSON array, which is decoded in
-- one go: lines ["type@schema", position, stream, version, body]. Null where there is nothing.
select '['::bytea || string_agg(e.line, ','::bytea) || ']'::bytea as lines,
       count(*) as count, max(e.position) as position
from (
    select position, convert_to('[' || to_json(type || '@' || schema) || ',' || position || ','
               || to_json(stream) || ',' || version || ',', 'UTF8') || body || ']'::bytea as line
    from tongban.events
    where tenant = $1 and position > $2
    order by position
    limit $3
) e

-- name: replay_rows
-- The same, row by row: for a stretch of the log that holds old schemas.
select position, stream, version, type, schema, body
from tongban.events
where tenant = $1 and position > $2
order by position
limit $3

-- name: head
-- The last position of a tenant.
select position from tongban.heads where tenant = $1

-- name: heads
-- Every tenant with its last position: what a worker polls to see who has moved.
select tenant, position from tongban.tenants()

-- name: find
-- A command that was carried out before.
select fingerprint, first_position, events, recorded_at from tongban.commands
where tenant = $1 and id = $2
