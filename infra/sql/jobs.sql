-- Long work that somebody asked for (work.jobs), slice by slice, and the files it makes.

-- name: forget
-- Those that ended long ago go, with their files.
delete from work.jobs where tenant = $1 and ended_at < clock_timestamp() - make_interval(secs => $2)

-- name: ask
-- What was asked before under this id stays as it was.
insert into work.jobs (tenant, id, kind, asked, asker) values ($1, $2, $3, $4::jsonb, $5)
on conflict (tenant, id) do nothing

-- name: show
select j.id, j.kind, j.asked, j.asker, j.asked_at,
       case when t.state = 'parked' and j.ended_at is null then 'failed' else j.state end as state,
       j.done, j.total, coalesce(nullif(j.error, ''), t.error, '') as error, j.ended_at
from work.jobs j
left join work.tasks t on t.tenant = j.tenant and t.task = $2 and t.key = j.id::text
where j.tenant = $1 and ($3::uuid is null or j.id = $3)
order by j.asked_at desc, j.id limit $4

-- name: open
-- Jobs that have not ended, the oldest first.
select id::text from work.jobs
where tenant = $1 and state in ('queued', 'running') order by asked_at, id limit $2

-- name: place
-- Where the next slice begins; nothing where it ended or was cancelled.
select asked, cursor, pieces, asker from work.jobs
where tenant = $1 and id = $2 and state in ('queued', 'running')

-- name: advance
-- A slice was done: its piece and how far the work is, together and once. Another runner was
-- faster, or somebody cancelled: nothing comes back.
with moved as (
    update work.jobs
    set cursor = $4, pieces = pieces + 1, done = done + $5, total = coalesce($6, total), error = '',
        binding = $10,
        state = case when $7 then 'done' else 'running' end,
        ended_at = case when $7 then clock_timestamp() end
    where tenant = $1 and id = $2 and pieces = $3 and state in ('queued', 'running')
    returning pieces
), kept as (
    insert into work.job_files (tenant, id, piece, name, content)
    select $1, $2, pieces, $8, $9 from moved where $9::bytea is not null
)
select pieces from moved

-- name: refuse
-- What was asked for cannot be done: no repetition would help.
update work.jobs set state = 'failed', error = $3, ended_at = clock_timestamp()
where tenant = $1 and id = $2 and state in ('queued', 'running')

-- name: cancel
-- Not what is about to be recorded in the log, where it stays.
update work.jobs set state = 'cancelled', ended_at = clock_timestamp()
where tenant = $1 and id = $2 and state in ('queued', 'running') and not binding returning id

-- name: forget_files
-- Nobody fetches the files of what was cancelled or refused.
delete from work.job_files f using work.jobs j
where f.tenant = $1 and f.id = $2 and (j.tenant, j.id) = (f.tenant, f.id) and j.state <> 'done'

-- name: names
-- Of its files, in the order in which they were begun.
select name from work.job_files where tenant = $1 and id = $2 group by name order by min(piece)

-- name: piece
-- The next piece of a file behind one.
select piece, content from work.job_files
where tenant = $1 and id = $2 and name = $3 and piece > $4 order by piece limit 1
