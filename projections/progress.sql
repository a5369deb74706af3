-- How far everything is that follows a tenant's log.

-- name: position
-- How far one of them is.
select position from views.checkpoints where tenant = $1 and view = $2

-- name: positions
-- How far all of them are.
select view, position from views.checkpoints where tenant = $1

-- name: move_cursor
-- It never goes back: of two workers the one that is ahead counts.
insert into views.checkpoints (tenant, view, position) values ($1, $2, $3)
on conflict (tenant, view) do update
set position = greatest(checkpoints.position, excluded.position)
