-- Every table of a company: visible and writable only inside a transaction opened for that company.
do $$
declare t text;
begin
  for t in
    select c.table_name from information_schema.columns c
    join information_schema.tables using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'company_id' and table_type = 'BASE TABLE'
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- As a subquery it is asked once a statement; written plainly, PostgreSQL asks it for every row it reads.
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
revoke update, delete on timeline_entry from rappel_app;
grant usage on all sequences in schema public to rappel_app;
