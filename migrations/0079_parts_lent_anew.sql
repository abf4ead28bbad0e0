-- A file may lend a booked batch parts that an earlier file left as replaced: they too are kept as they stood.
alter table bank_line_before drop constraint bank_line_before_state_check;
alter table bank_line_before add constraint bank_line_before_state_check check (state in ('pending', 'open', 'replaced'));
