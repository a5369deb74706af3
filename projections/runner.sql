-- The runner's own queries; the tables of views are beside their projections.

-- name: lock_schema
-- One process at a time makes tables.
select pg_advisory_xact_lock(20231131)

-- name: bookkeeping
-- How far each view is in each tenant's log, which shape its table has, and what cannot go on.
create table if not exists views.checkpoints (
    tenant text collate "C" not null,
    view text collate "C" not null,
    position bigint not null,
    primary key (tenant, view)
);
create table if not exists views.tables (view text primary key, digest text not null);
create table if not exists views.failures (
    tenant text collate "C" not null,
    view text collate "C" not null,
    since timestamptz not null default clock_timestamp(),
    tries integer not null,
    retry_at timestamptz not null,
    error text not null,
    primary key (tenant, view)
);

-- name: tables
-- Which shape each view's table has.
select view, digest from views.tables

-- name: note_table
-- The view's table now has this shape.
insert into views.tables (view, digest) values ($1, $2)
on conflict (view) do update set digest = excluded.digest

-- name: forget
-- The view starts at the beginning of every log.
delete from views.checkpoints where view = $1

-- name: scope
-- Which tenant this transaction may see: row-level security reads the setting.
select set_config('tongban.tenant', $1, true)

-- name: heads
-- Every tenant with its last position.
select tenant, position from tongban.tenants()

-- name: checkpoints
-- How far every view is.
select view, tenant, position from views.checkpoints

-- name: failing
-- Which views cannot go on.
select view, tenant, error from views.failures

-- name: open_checkpoint
-- A view that has not begun stands at 0.
insert into views.checkpoints (tenant, view, position) values ($1, $2, 0) on conflict do nothing

-- name: last_of_each_type
-- Which types of events there are in a range of positions, and where the last of each stands.
select type, max(position) as position from tongban.events
where tenant = $1 and position > $2 and position <= $3 group by type

-- name: open_checkpoints
-- Views that have not begun stand at 0. In one order: of two who begin, one waits for the other.
insert into views.checkpoints (tenant, view, position)
select $1, view, 0 from unnest($2::text[]) n(view) order by view on conflict do nothing

-- name: pass_by
-- Views that still stand where they were seen are at this position now: nothing up to there is
-- for them. One that somebody is moving is left to him.
with seen as (
    select c.view from views.checkpoints c
    join unnest($2::text[], $3::bigint[]) s(view, at) on c.view = s.view and c.position = s.at
    where c.tenant = $1 for update of c skip locked
)
update views.checkpoints c set position = $4 from seen where c.tenant = $1 and c.view = seen.view
returning c.view

-- name: standing
-- Where the log of a tenant ends and where its views stand: those that have begun.
select h.position as head, c.view, c.position
from tongban.heads h left join views.checkpoints c on c.tenant = h.tenant
where h.tenant = $1

-- name: checkpoint
-- Where the view stands; the row's lock makes runners of one view and tenant take turns.
select position from views.checkpoints where tenant = $1 and view = $2 for update

-- name: span
-- Where the view stands and where the tenant's log ends.
select c.position, coalesce(h.position, 0) as head
from views.checkpoints c left join tongban.heads h on h.tenant = c.tenant
where c.tenant = $1 and c.view = $2

-- name: begin_rebuild
-- One process at a time rebuilds a view.
select pg_try_advisory_lock(hashtextextended($1, 20231132))

-- name: end_rebuild
-- The next may.
select pg_advisory_unlock(hashtextextended($1, 20231132))

-- name: events
-- The events of some types in a range of positions, in log order. Positions become visible in
-- order and without gaps, so none is skipped.
select position, stream, version, recorded_at, actor, post, command, correlation, causation, policy,
       type, schema, body
from tongban.events
where tenant = $1 and position > $2 and position <= $3 and type = any ($4)
order by position

-- name: move_checkpoint
-- Everything up to this position is in the view.
update views.checkpoints set position = $3 where tenant = $1 and view = $2

-- name: lock_checkpoints
-- Stops every runner until the transaction ends.
lock table views.checkpoints in exclusive mode

-- name: rename_checkpoints
-- The rebuilt view's checkpoints become the live one's.
update views.checkpoints set view = $2 where view = $1
