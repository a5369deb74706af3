-- How long views have been behind.

-- name: scope
-- Which tenant this transaction may see: row-level security reads the setting.
select set_config('tongban.tenant', $1, true)

-- name: recorded
-- When the event at a position was recorded.
select recorded_at from tongban.events where tenant = $1 and position = $2

-- name: pending
-- For monitoring, over all tenants: what is still to be done, due within three days, and late.
select count(*) filter (where outcome = 'open') as open,
       count(*) filter (where outcome = 'open' and due_on <= current_date + 3) as soon,
       count(*) filter (where outcome = 'late') as late
from views.obligations
where outcome <> 'waived' and fulfilled_at is null
