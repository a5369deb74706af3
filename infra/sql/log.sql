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

-- name: replay
-- As read, but no more than a fold needs: what a rebuild of a view runs through.
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
