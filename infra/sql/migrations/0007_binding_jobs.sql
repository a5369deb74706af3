-- A job that is about to record something in the log: from then on nobody cancels it.

alter table work.jobs add column binding boolean not null default false;
