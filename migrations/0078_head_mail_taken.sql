-- A mail of a head that is put off is taken again: since when it does not leave stays, and when it was last taken stands beside.
alter table head_mail add column taken_at timestamptz;
update head_mail set taken_at = begun_at;
alter table head_mail alter column taken_at set not null;
