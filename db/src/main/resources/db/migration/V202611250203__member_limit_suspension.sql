-- A suspension names its last day.
alter table member_member
  add constraint member_member_suspended_until_ck check (status <> 'SUSPENDED' or suspended_until is not null) not valid;
