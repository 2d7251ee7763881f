-- Whether an earlier message of the same case, loan or consent still waits is asked for every message that is due.
create index credit_webhook_delivery_subject_ix on credit_webhook_delivery (tenant_id, endpoint_id, subject, seq)
  where status = 'PENDING';
