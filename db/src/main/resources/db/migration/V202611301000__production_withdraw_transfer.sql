-- A farm takes back what it told of a transfer, as long as nobody has verified it; the row stays readable.

drop trigger production_transfer_above_plot_tg on production_transfer;
alter table production_transfer alter column state type varchar(9);
alter table production_transfer
  drop constraint production_transfer_state_ck,
  drop constraint production_transfer_reason_ck,
  add constraint production_transfer_state_ck check (state in ('RECORDED','VERIFIED','RETURNED','ENDED','WITHDRAWN')),
  add constraint production_transfer_reason_ck check (state not in ('RETURNED','ENDED','WITHDRAWN') or reason is not null);
create trigger production_transfer_above_plot_tg after insert or update on production_transfer
  for each row when (new.direction = 'OUT' and new.state in ('RECORDED','VERIFIED'))
  execute function production_transfer_above_plot();

create or replace function production_given_peak(plot uuid, since date, until date) returns numeric language sql stable as $$
  with given as (select t.area_mu, t.from_on, t.last_on from production_transfer t
     where t.plot_id = plot and t.direction = 'OUT' and t.state not in ('RETURNED','WITHDRAWN'))
  select coalesce(max(total), 0) from (
    select (select sum(g.area_mu) from given g where d.day between g.from_on and g.last_on) as total
      from (select since as day union select from_on from given where from_on > since and from_on <= until) d) sums
$$;

-- What was verified, ended or withdrawn is decided: nothing turns it into something undecided again.
create function production_transfer_decided() returns trigger language plpgsql as $$
begin
  if old.state in ('ENDED','WITHDRAWN') or (old.state = 'VERIFIED' and new.state not in ('VERIFIED','ENDED'))
     or (new.state = 'WITHDRAWN' and old.state not in ('RECORDED','RETURNED')) then
    raise exception 'transfer % is decided, violates constraint "production_transfer_decided_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_transfer_decided_tg', table = 'production_transfer';
  end if;
  return new;
end $$;
create trigger production_transfer_decided_tg before update on production_transfer
  for each row when (old.state is distinct from new.state) execute function production_transfer_decided();
