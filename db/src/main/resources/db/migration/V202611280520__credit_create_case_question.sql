create table credit_case_question (
  id             uuid         not null constraint credit_case_question_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_case_question_tenant_fk references platform_tenant (code),
  application_id uuid         not null,
  code           varchar(40)  not null,
  text           varchar(200) not null,
  due_on         date         not null,
  asked_by       varchar(60)  not null,
  asked_at       timestamptz  not null,
  answer         varchar(400),
  answered_by    uuid,
  answered_at    timestamptz,
  constraint credit_case_question_application_fk foreign key (tenant_id, application_id)
    references credit_application (tenant_id, id),
  constraint credit_case_question_text_ck check (length(btrim(text)) >= 2),
  constraint credit_case_question_answer_ck check (num_nonnulls(answer, answered_by, answered_at) in (0, 3))
);
comment on table credit_case_question is '银行要会员补充说明的事项和会员的答复；答复后不改';
create unique index credit_case_question_open_uq on credit_case_question (tenant_id, application_id, code, text) where answer is null;
create index credit_case_question_application_ix on credit_case_question (tenant_id, application_id, id);
select jf_protect('credit_case_question');
revoke delete on credit_case_question from ${app_role};
