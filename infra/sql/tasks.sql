-- Tasks that wait (work.tasks): offered, sent, claimed, done; or failed, and in the end parked.

-- name: offer
-- Things to be done of one tenant and kind, so many new ones at most; what is known stays as it is.
-- How many were new.
with offered as (
    insert into work.tasks (tenant, task, key)
    select $1, $2, k.key from unnest($3::text[]) with ordinality k(key, n)
    where not exists (
        select from work.tasks t where t.tenant = $1 and t.task = $2 and t.key = k.key
    )
    order by k.n limit $4
    on conflict (tenant, task, key) do nothing
    returning 1
)
select count(*) from offered

-- name: waiting
-- How many tasks of a tenant are under way, and how many are parked, by task.
select task, count(*) filter (where state = 'queued') as queued,
       count(*) filter (where state = 'parked') as parked
from work.tasks where tenant = $1 group by task

-- name: send_due
-- Tasks to be sent now, and when to send them again if nothing is heard of them. Tenants take
-- turns, so that one with many does not stand before the others in the queue. What another
-- process is sending at this moment is skipped.
with due as (
    select tenant, task, key, row_number() over (partition by tenant order by due_at, id) as turn
    from work.tasks where state = 'queued' and due_at <= clock_timestamp()
    order by turn limit $1
), taken as (
    select t.tenant, t.task, t.key, due.turn
    from work.tasks t join due using (tenant, task, key)
    where t.state = 'queued' and t.due_at <= clock_timestamp()
    for update of t skip locked
), sent as (
    update work.tasks t set due_at = clock_timestamp() + make_interval(secs => $2)
    from taken where (t.tenant, t.task, t.key) = (taken.tenant, taken.task, taken.key)
    returning t.tenant, t.task, t.key, taken.turn
)
select tenant, task, key from sent order by turn, tenant

-- name: unsent
-- The broker did not take it.
update work.tasks set due_at = clock_timestamp() + make_interval(secs => $4)
where tenant = $1 and task = $2 and key = $3

-- name: claim
-- Somebody begins: count the try, and have the task sent again if nothing is heard in this time.
-- Nothing comes back where it is done or parked already: a repeated message.
update work.tasks
set tries = tries + 1, tried_at = clock_timestamp(),
    due_at = clock_timestamp() + make_interval(secs => $4)
where tenant = $1 and task = $2 and key = $3 and state = 'queued'
returning tries

-- name: again
-- A part of it was done, and there is more.
update work.tasks set tries = 0, due_at = clock_timestamp()
where tenant = $1 and task = $2 and key = $3

-- name: done
-- It was done.
delete from work.tasks where tenant = $1 and task = $2 and key = $3

-- name: fail
-- It failed: try again later, or park it for a person to look at.
update work.tasks
set error = $4, due_at = clock_timestamp() + make_interval(secs => $5),
    state = case when $6 then 'parked' else 'queued' end
where tenant = $1 and task = $2 and key = $3 and state = 'queued'

-- name: list
-- Tasks, the oldest first; of one state, or of both.
select tenant, task, key, id, state, tries, since, due_at, tried_at, error
from work.tasks
where ($1::text is null or state = $1) and ($2::text is null or tenant = $2)
order by since, id limit $3

-- name: show_task
-- One task by its number.
select tenant, task, key, id, state, tries, since, due_at, tried_at, error
from work.tasks where id = $1

-- name: replay
-- Parked tasks go back to the queue with all their tries: one, or all (of a tenant).
update work.tasks set state = 'queued', tries = 0, due_at = clock_timestamp()
where state = 'parked' and ($1::bigint is null or id = $1) and ($2::text is null or tenant = $2)
returning tenant, task, key, id, state, tries, since, due_at, tried_at, error

-- name: task_depth
-- How many tasks of each kind wait or are parked, over all tenants.
select task, state, count(*) as tasks, min(since) as since from work.tasks group by task, state
