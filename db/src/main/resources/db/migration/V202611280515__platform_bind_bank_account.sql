-- People of a bank: their accounts see the cases of their own bank and nothing else.
alter table platform_account drop constraint platform_account_scope_ck;
alter table platform_account add constraint platform_account_scope_ck
  check (scope_kind in ('ALL', 'ORG', 'TOWNSHIP', 'OUTLET', 'MEMBER', 'BANK', 'NONE'));
