-- A row of credit belongs to a member of the same tenant; row-level security alone would accept another tenant's id.

alter table credit_facility add constraint credit_facility_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table credit_consent add constraint credit_consent_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table credit_access_log add constraint credit_access_log_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table credit_declared_fact add constraint credit_declared_fact_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table credit_rating add constraint credit_rating_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table credit_application add constraint credit_application_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table credit_guarantee add constraint credit_guarantee_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table credit_loan add constraint credit_loan_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
