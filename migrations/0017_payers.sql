-- One debtor pays for several, and is asked once; steps of every kind in a proposal.

-- Which step of its policy's version it is, from 0; null on a notice, whose step is that of its level, and on a courtesy.
alter table proposal add column step_index smallint;

-- Serves planning: the debtors that another one pays for.
create index debtor_by_payer on debtor (company_id, payer_id) where payer_id is not null;
