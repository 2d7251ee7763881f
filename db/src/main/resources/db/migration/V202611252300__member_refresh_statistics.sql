-- A long import fills tables of which nothing is known yet: every foreign key would then be
-- checked through whichever index comes first, and read all rows of the federation for each
-- new one. Only a table's owner may count it, hence the function. A table that somebody else
-- is counting is left to him.
create function member_refresh_statistics() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze (skip_locked) member_person, member_person_mobile, member_member, member_subject, platform_person_key;
end
$$;
comment on function member_refresh_statistics() is '导入会员途中更新统计信息，使外键检查用对索引；他人正在统计的表跳过';
revoke all on function member_refresh_statistics() from public;
grant execute on function member_refresh_statistics() to ${app_role};
