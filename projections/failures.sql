-- What cannot go on in a tenant's log: since when, why, and when it is tried again.

-- name: of_tenant
-- What fails for a tenant.
select view, tries, greatest(0, extract(epoch from retry_at - clock_timestamp()))::float8 as wait
from views.failures where tenant = $1

-- name: note
-- It failed once more; it is left alone for some seconds. How often it failed by now.
insert into views.failures (tenant, view, tries, retry_at, error)
values ($1, $2, 1, clock_timestamp() + make_interval(secs => $3), $4)
on conflict (tenant, view) do update
set tries = failures.tries + 1, error = excluded.error,
    retry_at = clock_timestamp()
        + make_interval(secs => least($3 * 2 ^ least(failures.tries, 20), $5))
returning tries

-- name: forget
-- It goes on.
delete from views.failures where tenant = $1 and view = $2
