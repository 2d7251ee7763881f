-- Whether a client's tokens must be bound to a key of its own (RFC 9449).
alter table platform_client add column bound boolean not null default false;
comment on column platform_client.bound is '真：令牌必须绑定客户端密钥，每次请求都要带 DPoP 证明；假：带了就验，不带按普通令牌';
