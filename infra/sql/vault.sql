-- Keys of data subjects.

-- name: key
-- The subject's wrapped key; the offered one becomes it where there is none yet.
select algorithm, wrapped from tongban.subject_key($1, $2, $3, $4)

-- name: destroy
-- Destroy the subject's key for good.
select tongban.destroy_subject_key($1, $2)
