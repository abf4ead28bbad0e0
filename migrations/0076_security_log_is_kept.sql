-- What the security log tells is not rewritten by the program that is guarded by it: a line may count up, and go when its
-- term of half a year has ended. Whoever owns the database can still do everything; send the log on, where that matters.
create function security_event_is_kept() returns trigger language plpgsql as $$
begin
  if current_user not in ('rappel_entry', 'rappel_app', 'rappel_collector') then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    if old.last_at > now() - interval '179 days' then
      raise exception 'a line of the security log stays for half a year';
    end if;
    return old;
  end if;
  if (new.id, new.minute, new.first_at, new.event, new.code, new.user_id, new.place, new.machine, new.route)
      is distinct from (old.id, old.minute, old.first_at, old.event, old.code, old.user_id, old.place, old.machine, old.route)
    or new.times <= old.times or new.last_at < old.last_at then
    raise exception 'a line of the security log can only count up';
  end if;
  return new;
end $$;
create trigger security_event_is_kept before update or delete on security_event
  for each row execute function security_event_is_kept();
