-- The library's recorder interface, over psycopg.

-- name: insert
-- One command with all its events; no stream is read but those written.
select outcome, first_position, events from tongban.append(
    array[%(tenant)s::text], array[%(command)s::uuid], array[%(fingerprint)s::bytea],
    array['library'], array[''], array[%(command)s::uuid], array[''], array[''],
    '{}'::int[], '{}'::text[], '{}'::int[],
    %(commands)s::int[], %(streams)s::text[], %(versions)s::int[], %(types)s::text[],
    %(schemas)s::smallint[], %(occurred)s::timestamptz[], %(bodies)s::bytea[])

-- name: scope
-- Which tenant this transaction may see: row-level security reads the setting.
select set_config('tongban.tenant', %s, true)

-- name: select_events
-- A stream, oldest first.
select version, type, schema, body from tongban.events
where tenant = %s and stream = %s
  and (%s::int is null or version > %s) and (%s::int is null or version <= %s)
order by version limit %s

-- name: select_events_desc
-- A stream, newest first.
select version, type, schema, body from tongban.events
where tenant = %s and stream = %s
  and (%s::int is null or version > %s) and (%s::int is null or version <= %s)
order by version desc limit %s

-- name: select_notifications
-- The log in order.
select position, stream, version, type, schema, body from tongban.events
where tenant = %s and position > %s and (%s::bigint is null or position <= %s)
  and (%s::text[] is null or type = any (%s))
order by position limit %s

-- name: head
-- The last position.
select position from tongban.heads where tenant = %s
