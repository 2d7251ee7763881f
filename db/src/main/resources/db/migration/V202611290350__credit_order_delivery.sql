-- What is told of one case, loan or consent is told in its order: the question for something earlier that still waits.
create index credit_webhook_delivery_order_ix on credit_webhook_delivery (tenant_id, endpoint_id, subject, seq)
  where status = 'PENDING';
