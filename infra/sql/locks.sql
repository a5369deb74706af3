-- Turns at tenants; see infra/locks.py.

-- name: lock
-- A turn at a tenant: one worker at a time, for as long as its session lives.
select pg_try_advisory_lock(hashtextextended($1, 20231133))

-- name: unlock
-- The next worker may.
select pg_advisory_unlock(hashtextextended($1, 20231133))
