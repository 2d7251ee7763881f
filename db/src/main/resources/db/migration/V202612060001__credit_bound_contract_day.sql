-- A contract is reported on the day it was signed or later.
alter table credit_application add constraint credit_application_signed_on_ck
  check (contract_signed_on is null or contract_signed_on <= (status_since at time zone 'Asia/Shanghai')::date);
