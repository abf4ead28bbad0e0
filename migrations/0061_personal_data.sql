-- The few whose data are restricted are passed over by the work lists without reading the debtors.
create index debtor_restricted on debtor (company_id, id) where restricted_at is not null;

-- What is emptied at the end of its term keeps its place, its name and its fingerprint; nothing else of it remains.
alter table file add column emptied_at timestamptz;
