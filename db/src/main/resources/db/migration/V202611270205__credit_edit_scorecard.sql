-- The card is data of the federation's own: one drafts a new edition, another approves it, it takes over on its day.

alter table credit_scorecard_version drop constraint credit_scorecard_version_status_ck;
alter table credit_scorecard_version add constraint credit_scorecard_version_status_ck
  check (status in ('DRAFT', 'PROPOSED', 'APPROVED', 'CHAMPION', 'RETIRED', 'DISCARDED'));
alter table credit_scorecard_version alter column effective_from drop not null;
alter table credit_scorecard_version add column based_on uuid;
alter table credit_scorecard_version add column note varchar(400) not null default '';
alter table credit_scorecard_version add column drafted_by uuid;
alter table credit_scorecard_version add column drafted_name varchar(60);
alter table credit_scorecard_version add column drafted_at timestamptz;
alter table credit_scorecard_version add column proposed_by uuid;
alter table credit_scorecard_version add column proposed_name varchar(60);
alter table credit_scorecard_version add column proposed_at timestamptz;
alter table credit_scorecard_version add column approved_by uuid;
alter table credit_scorecard_version add column approved_name varchar(60);
alter table credit_scorecard_version add column approved_at timestamptz;
alter table credit_scorecard_version add column comparison text;
alter table credit_scorecard_version add constraint credit_scorecard_version_based_fk
  foreign key (tenant_id, based_on) references credit_scorecard_version (tenant_id, id);
alter table credit_scorecard_version add constraint credit_scorecard_version_content_ck
  check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex'));
alter table credit_scorecard_version add constraint credit_scorecard_version_dates_ck check (
  (status in ('APPROVED', 'CHAMPION', 'RETIRED')) = (effective_from is not null)
  and (status = 'RETIRED') = (effective_to is not null)
  and (effective_to is null or effective_to >= effective_from - 1));
-- What ships with the product rests on no draft; everything else had two people and a comparison.
alter table credit_scorecard_version add constraint credit_scorecard_version_eyes_ck check (
  approved_by not in (proposed_by, drafted_by)
  and (based_on is null or drafted_by is not null)
  and (based_on is null or status in ('DRAFT', 'DISCARDED') or (proposed_by is not null and comparison is not null))
  and (based_on is null or status in ('DRAFT', 'DISCARDED', 'PROPOSED') or approved_by is not null));
create unique index credit_scorecard_version_champion_uq on credit_scorecard_version (tenant_id) where status = 'CHAMPION';
create unique index credit_scorecard_version_approved_uq on credit_scorecard_version (tenant_id) where status = 'APPROVED';
comment on table credit_scorecard_version is '评分卡版本：内容为 JSON 文本，只有草稿可改；一人起草提请、另一人批准，到日启用，旧版退出；评级记下所用版本，随时可以重算';
comment on column credit_scorecard_version.comparison is '送审时与现行版在现有评级上的对比（JSON）：等级迁移、户数、额度合计';

create function jf_scorecard_kept() returns trigger language plpgsql as $$
begin
  if old.status <> 'DRAFT' and (new.content <> old.content or new.code <> old.code) then
    raise exception 'new row violates check constraint "credit_scorecard_version_kept_ck"' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger credit_scorecard_version_kept before update on credit_scorecard_version
  for each row execute function jf_scorecard_kept();
