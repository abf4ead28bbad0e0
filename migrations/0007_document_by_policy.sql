-- Few documents have a policy of their own; the worklist asks for all of them on every page.
create index document_by_policy on document (company_id, policy_id) include (id) where policy_id is not null;
