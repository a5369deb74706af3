-- Keys of data subjects, and the room for views.

-- One data key per subject, wrapped by the master key. Destroying it (wrapped becomes null, for
-- good) is what erasure means: the ciphertext in the log stays, and its proofs, but nobody reads it.
create table tongban.subject_keys (
    tenant       text collate "C" not null check (tenant <> ''),
    subject      text collate "C" not null,
    algorithm    text collate "C" not null,
    wrapped      bytea,
    created_at   timestamptz not null default clock_timestamp(),
    destroyed_at timestamptz,
    primary key (tenant, subject),
    check ((wrapped is null) = (destroyed_at is not null))
);
alter table tongban.subject_keys owner to tongban_owner;
alter table tongban.subject_keys enable row level security;
alter table tongban.subject_keys force row level security;
create policy functions on tongban.subject_keys to tongban_owner using (true);

-- The key of a subject; the offered one becomes it where the subject has none yet.
create function tongban.subject_key(k_tenant text, k_subject text, k_algorithm text, k_wrapped bytea)
returns table (algorithm text, wrapped bytea)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    insert into tongban.subject_keys (tenant, subject, algorithm, wrapped)
    select k_tenant, k_subject, k_algorithm, k_wrapped where k_wrapped is not null
    on conflict do nothing;
    return query select k.algorithm, k.wrapped from tongban.subject_keys k
                 where k.tenant = k_tenant and k.subject = k_subject;
end
$$;

create function tongban.destroy_subject_key(k_tenant text, k_subject text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update tongban.subject_keys k set wrapped = null, destroyed_at = clock_timestamp()
    where k.tenant = k_tenant and k.subject = k_subject and k.wrapped is not null;
    return found;
end
$$;

do $$
declare
    f regprocedure;
begin
    foreach f in array array[
        'tongban.subject_key(text, text, text, bytea)', 'tongban.destroy_subject_key(text, text)'
    ]::regprocedure[] loop
        execute format('alter function %s owner to tongban_owner', f);
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to tongban_app', f);
    end loop;
end
$$;

-- Views can be rebuilt from the log at any time, so the application owns them outright.
create schema views authorization tongban_app;
