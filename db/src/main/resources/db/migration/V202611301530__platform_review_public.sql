-- What outsiders and farms want everybody to see waits until somebody of the federation has read it.
create table platform_public_review (
  id           uuid         not null constraint platform_public_review_pk primary key,
  tenant_id    varchar(12)  not null constraint platform_public_review_tenant_fk references platform_tenant (code),
  version      bigint       not null,
  kind         varchar(20)  not null,
  subject_id   uuid         not null,
  title        varchar(120) not null,
  words        varchar(500),
  photo_id     uuid,
  by_person    uuid,
  by_name      varchar(60),
  at           timestamptz  not null,
  status       varchar(8)   not null,
  reason       varchar(300),
  decided_by   uuid,
  decided_name varchar(60),
  decided_at   timestamptz,
  constraint platform_public_review_tid_uq unique (tenant_id, id),
  constraint platform_public_review_photo_fk foreign key (tenant_id, photo_id) references platform_file (tenant_id, id),
  constraint platform_public_review_kind_ck check (kind in ('PRODUCT_PHOTO', 'COMMENT')),
  constraint platform_public_review_what_ck check (words is not null or photo_id is not null),
  constraint platform_public_review_status_ck check (status in ('WAITING', 'SHOWN', 'REFUSED')),
  constraint platform_public_review_decided_ck check ((status = 'WAITING') = (decided_by is null)
    and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_name is null)),
  constraint platform_public_review_reason_ck check ((status = 'REFUSED') = (reason is not null)),
  constraint platform_public_review_other_ck check (decided_by is null or by_person is null or decided_by <> by_person)
);
comment on table platform_public_review is '公开内容审核：外人和主体要公开的文字、图片，先审后放；本人不审本人的；不予公开的写明理由';
create index platform_public_review_waiting_ix on platform_public_review (tenant_id, at, id) where status = 'WAITING';
create index platform_public_review_list_ix on platform_public_review (tenant_id, at desc, id desc);
select jf_protect('platform_public_review');
revoke delete on platform_public_review from ${app_role};

create table trace_comment (
  id        uuid         not null constraint trace_comment_pk primary key,
  tenant_id varchar(12)  not null constraint trace_comment_tenant_fk references platform_tenant (code),
  lot_id    uuid         not null,
  code      varchar(60)  not null,
  stars     int          not null,
  words     varchar(300),
  at        timestamptz  not null,
  on_day    date         not null,
  visitor   varchar(64)  not null,
  shown     boolean      not null,
  constraint trace_comment_tid_uq unique (tenant_id, id),
  constraint trace_comment_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_comment_once_uq unique (tenant_id, code),
  constraint trace_comment_stars_ck check (stars between 1 and 5),
  constraint trace_comment_words_ck check (words is null or length(btrim(words)) > 0)
);
comment on table trace_comment is '消费者评价：一枚码一条，不收姓名；文字审核后才公开；visitor 为当天来访地址的带钥散列';
create index trace_comment_lot_ix on trace_comment (tenant_id, lot_id, at) where shown;
create index trace_comment_visitor_ix on trace_comment (tenant_id, visitor, on_day);
select jf_protect('trace_comment');
revoke delete on trace_comment from ${app_role};
