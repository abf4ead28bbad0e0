-- A line hangs on a statement that its own transaction wrote, or that is never removed: asking for it again, row by row, was a
-- tenth of importing a hundred thousand lines. Lines and statements go together, with their company.
alter table bank_line drop constraint bank_line_company_id_statement_id_account_id_fkey;
