-- What other registers said that suspends a rating: once per cause and source, however often it is delivered, and
-- kept open while the rating cannot be suspended, for instance under objection.
create table credit_rating_alert (
  id         uuid         not null constraint credit_rating_alert_pk primary key,
  tenant_id  varchar(12)  not null constraint credit_rating_alert_tenant_fk references platform_tenant (code),
  member_id  uuid         not null,
  cause      varchar(20)  not null,
  source_id  uuid         not null,
  words      varchar(200) not null,
  at         timestamptz  not null,
  handled_at timestamptz,
  constraint credit_rating_alert_source_uq unique (tenant_id, cause, source_id),
  constraint credit_rating_alert_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint credit_rating_alert_cause_ck check (cause in ('RECALL', 'LICENCE'))
);
comment on table credit_rating_alert is '召回、品牌许可被暂停或撤销的通知：每件一行，处理时间为空表示等评级可以暂停时再办';
create index credit_rating_alert_open_ix on credit_rating_alert (tenant_id, member_id) where handled_at is null;
select jf_protect('credit_rating_alert');

-- What was signed stays as it was signed: another text is another consent.
create function jf_consent_kept() returns trigger language plpgsql as $$
begin
  if (new.text_version, new.text_sha256, new.purpose, new.bank_id, new.member_id, new.data_classes, new.valid_from,
      new.given_by, new.given_at)
    is distinct from (old.text_version, old.text_sha256, old.purpose, old.bank_id, old.member_id, old.data_classes,
      old.valid_from, old.given_by, old.given_at) then
    raise exception using errcode = 'check_violation', constraint = 'credit_consent_kept_ck',
      message = 'violates check constraint "credit_consent_kept_ck"';
  end if;
  return new;
end $$;
create trigger credit_consent_kept before update on credit_consent for each row execute function jf_consent_kept();
