-- A demo company that was not loaded to its end is shown to nobody, and makes room for the next try.
alter table company add column demo_loaded_at timestamptz;
update company set demo_loaded_at = created_at where is_demo;
