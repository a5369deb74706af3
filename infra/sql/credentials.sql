-- Credentials; see migrations/0005_credentials.sql.

-- name: issue
-- A new credential: tenant, id, kind, digest, person, seat, scopes, types, label, by, end.
select * from tongban.issue_credential($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: find
-- The credential of this id in the tenant, with the digest to compare.
select * from tongban.find_credential($1, $2)

-- name: list
-- Every credential of the tenant, newest first, without digests.
select * from tongban.list_credentials($1)

-- name: revoke
-- End a credential; whether it was valid until now.
select tongban.revoke_credential($1, $2)
