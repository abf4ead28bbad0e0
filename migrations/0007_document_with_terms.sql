-- Few documents have a policy of their own or are collected; the worklist asks for all of them on every page.
create index document_with_terms on document (company_id) include (id, policy_id, direct_debit)
  where policy_id is not null or direct_debit;
