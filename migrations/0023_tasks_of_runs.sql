-- A call or a hand-over that a run asks for is about the items it names: while an earlier one of the same debtor is still to
-- be done, the next is work of its own. Its run never asks for it twice: each step is done once for an item.
drop index task_once;
create unique index task_once on task (company_id, kind, debtor_id, notice_id, dispatch_id) nulls not distinct
  where done_at is null and kind <> 'other' and not (kind in ('call', 'hand_over') and run_id is not null);
