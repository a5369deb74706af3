-- Who may knock: bearer tokens, stored as digests, reached through functions only.

-- Tenant '': the platform as a whole, for operators alone. A credential is not history but a key:
-- it changes (revoked, last used), so it stands beside the log and not in it.
create table tongban.credentials (
    tenant       text collate "C" not null check (tenant ~ '^([a-z][a-z0-9_-]{0,62})?$'),
    id           text collate "C" not null check (id ~ '^[0-9a-f]{16}$'),
    kind         text collate "C" not null
                 check (kind in ('person', 'service', 'auditor', 'operator')),
    digest       bytea not null check (length(digest) = 32),
    person       text not null check ((person <> '') = (kind = 'person')),
    seat         text not null check (seat = '' or kind = 'person'),
    scopes       text[] not null check (scopes = '{}' or kind = 'service'),
    types        text[] not null check (types = '{}' or kind = 'service'),
    label        text not null,
    created_by   text not null,
    created_at   timestamptz not null default clock_timestamp(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    primary key (tenant, id),
    check (tenant <> '' or kind = 'operator')
);
alter table tongban.credentials owner to tongban_owner;
alter table tongban.credentials enable row level security;
alter table tongban.credentials force row level security;
create policy functions on tongban.credentials to tongban_owner using (true);

create function tongban.issue_credential(
    c_tenant text, c_id text, c_kind text, c_digest bytea, c_person text, c_seat text,
    c_scopes text[], c_types text[], c_label text, c_created_by text, c_expires_at timestamptz
)
returns setof tongban.credentials
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return query insert into tongban.credentials as c
        (tenant, id, kind, digest, person, seat, scopes, types, label, created_by, expires_at)
    values (c_tenant, c_id, c_kind, c_digest, c_person, c_seat, c_scopes, c_types, c_label,
            c_created_by, c_expires_at)
    returning c.*;
end
$$;

-- Also notes that it was used, to the hour: more would be a write for every request.
create function tongban.find_credential(c_tenant text, c_id text)
returns setof tongban.credentials
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update tongban.credentials c set last_used_at = clock_timestamp()
    where c.tenant = c_tenant and c.id = c_id and c.revoked_at is null
      and (c.last_used_at is null or c.last_used_at < clock_timestamp() - interval '1 hour');
    return query select * from tongban.credentials c where c.tenant = c_tenant and c.id = c_id;
end
$$;

-- The digests stay inside: what lists credentials has no use for them.
create function tongban.list_credentials(c_tenant text)
returns table (tenant text, id text, kind text, person text, seat text, scopes text[], types text[],
               label text, created_by text, created_at timestamptz, expires_at timestamptz,
               revoked_at timestamptz, last_used_at timestamptz)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    return query select c.tenant, c.id, c.kind, c.person, c.seat, c.scopes, c.types, c.label,
                        c.created_by, c.created_at, c.expires_at, c.revoked_at, c.last_used_at
                 from tongban.credentials c where c.tenant = c_tenant
                 order by c.created_at desc, c.id;
end
$$;

create function tongban.revoke_credential(c_tenant text, c_id text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update tongban.credentials c set revoked_at = clock_timestamp()
    where c.tenant = c_tenant and c.id = c_id and c.revoked_at is null;
    return found;
end
$$;

do $$
declare
    f regprocedure;
begin
    foreach f in array array[
        'tongban.issue_credential(text, text, text, bytea, text, text, text[], text[], text, text, timestamptz)',
        'tongban.find_credential(text, text)',
        'tongban.list_credentials(text)',
        'tongban.revoke_credential(text, text)'
    ]::regprocedure[] loop
        execute format('alter function %s owner to tongban_owner', f);
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to tongban_app', f);
    end loop;
end
$$;
