alter table platform_account add column must_change_password boolean not null default false;
alter table platform_account add column password_changed_at timestamptz;
comment on column platform_account.must_change_password is '真：下次登录必须先改密码（新建或重置之后）';

-- 三员分立：系统管理员、安全管理员、审计员不得由同一账号兼任
create unique index platform_account_role_three_uq on platform_account_role (account_id)
  where role in ('admin', 'security', 'auditor');

-- A federation that once had an administrator keeps one: checked when the transaction ends, so that a role may be
-- handed over within it.
create function jf_account_keeps_admin() returns trigger language plpgsql security definer set search_path from current as $$
declare
  t varchar;
begin
  if tg_table_name = 'platform_account' then
    t := old.tenant_id;
    if not exists (select 1 from platform_account_role r where r.account_id = old.id and r.role = 'admin') then
      return null;
    end if;
  else
    select a.tenant_id into t from platform_account a where a.id = old.account_id;
    if t is null or old.role <> 'admin' then
      return null;
    end if;
  end if;
  if not exists (select 1 from platform_account a join platform_account_role r on r.account_id = a.id
                  where a.tenant_id = t and a.active and r.role = 'admin') then
    raise exception 'violates constraint "platform_account_last_admin_ck"' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger platform_account_last_admin_ck after update of active on platform_account
  deferrable initially deferred for each row when (old.active and not new.active) execute function jf_account_keeps_admin();
create constraint trigger platform_account_role_last_admin_ck after delete on platform_account_role
  deferrable initially deferred for each row execute function jf_account_keeps_admin();
