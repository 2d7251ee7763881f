#!/usr/bin/env bash
# Measures the banks' interface of a packaged jar: signed writes (token, signature, idempotency, booking, audit) and
# reads of a case over 16 connections, and how soon a webhook comes at 200 events a second; beside it what PostgreSQL
# itself does with the same rows (pgbench). Needs psql, pgbench, curl, JDK 25.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=${PORT:-18085}; dbport=${DBPORT:-15496}; hook=${HOOK:-18086}
connections=${CONNECTIONS:-16}; seconds=${SECONDS_EACH:-20}; warm=${WARM:-15}
jar=${JAR:-$(ls platform-app/target/platform-app-*.jar 2>/dev/null | grep -v original | head -n 1)}; base="http://localhost:$port"
cleanup() { kill "${pid:-}" 2>/dev/null || true; wait "${pid:-}" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
start=(-jar "$jar"); [ -n "${CLASSPATH_OF_APP:-}" ] && start=(-cp "$CLASSPATH_OF_APP" cn.jinfu.PlatformApplication)
java -Xmx1g -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED "${start[@]}" --server.port=$port \
  --jinfu.data="$work/data" --jinfu.db.port=$dbport --jinfu.webhook.loopback=true \
  --jinfu.partner.writes-per-minute=10000000 --jinfu.partner.reads-per-minute=10000000 > "$work/log" 2>&1 &
pid=$!
client="$work/data/demo/clients/bank-a.json"
until curl -fs -o /dev/null "$base/actuator/health/readiness" && [ -s "$client" ]; do kill -0 "$pid" 2>/dev/null || { tail -n 40 "$work/log"; exit 1; }; sleep 0.5; done
sql() { psql -qAt -v ON_ERROR_STOP=1 -h localhost -p $dbport -U postgres -d jinfu "$@"; }
mkdir "$work/classes"; javac -d "$work/classes" bench/PartnerLoad.java
load() { java -Xmx600m -XX:+UseSerialGC -cp "$work/classes" PartnerLoad "$client" "$@"; }
cpu() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }

echo "writes, warming up: $(load writes "$connections" "$warm" $((warm * 600)))"
before=$(cpu); result=$(load writes "$connections" "$seconds" $((seconds * 2500))); after=$(cpu)
echo "writes: $result, $(((after - before) * 10 / seconds)) ms of CPU in Java a second"
echo "rows kept: $(sql -c "select (select count(*) from credit_booking where bank_txn_no like 'BENCH-%') || ' bookings, ' || (select count(*) from credit_partner_call where path like '%BENCH-%') || ' answers, ' || (select count(*) from credit_partner_signature) || ' signatures'")"

case=$(sql -c "select a.no from credit_application a join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id join credit_consent c on c.tenant_id = a.tenant_id and c.member_id = a.member_id and c.bank_id = a.bank_id and c.status = 'ACTIVE' where b.client_id = 'bank-a' and a.bank_case_no is not null order by a.no limit 1")
echo "reads of case $case, warming up: $(load reads "$connections" "$warm" "$case")"
echo "reads: $(load reads "$connections" "$seconds" "$case")"

# an address of bank-a on this machine, agreed on by two people as far as the table is concerned
asked=$(load post 1 1 /webhook-endpoints "{\"url\":\"http://localhost:$hook/\"}")
id=$(sed -n 's/.*"id":"\([0-9a-f-]*\)".*/\1/p' <<< "$asked" | head -n 1)
sql -c "update credit_webhook_endpoint set status = 'ACTIVE', proposed_by = gen_random_uuid(), proposed_name = 'bench', proposed_at = now(), confirmed_by = gen_random_uuid(), confirmed_name = 'bench', confirmed_at = now() where id = '$id'"
load post 1 1 "/webhook-endpoints/$id/rotation" '{}' > "$work/rotated"; grep -q whsec_ "$work/rotated" || { cat "$work/rotated"; exit 1; }
load listen 1 $((seconds + 15)) "$hook" > "$work/heard" & ear=$!
sleep 2
cat > "$work/event.sql" <<'SQL'
\set n random(1, 1000000000)
insert into credit_outbound_event (id, tenant_id, bank_id, type, subject, status, at)
select gen_random_uuid(), tenant_id, id, 'loan.mirrored', 'BENCH-' || :n, 'ACTIVE', clock_timestamp() from credit_bank where client_id = 'bank-a';
SQL
pgbench -n -h localhost -p $dbport -U postgres -d jinfu -c 2 -j 1 -R 200 -T "$seconds" -f "$work/event.sql" > "$work/pgbench" 2>&1
wait "$ear"; echo "webhooks at 200 events a second for $seconds s: $(cat "$work/heard"); $(grep -o 'number of transactions actually processed: [0-9]*' "$work/pgbench")"

# the same rows by PostgreSQL alone, as the owner: signature and claim, booking, answer, in three commits
cat > "$work/rows.sql" <<'SQL'
\set n random(1, 2000000000)
begin;
insert into credit_partner_signature (tenant_id, client_id, hash, expires_at) values ('330482', 'bench', sha256((:n || clock_timestamp()::text)::bytea), now() + interval '6 minutes') on conflict do nothing;
insert into credit_partner_call (tenant_id, client_id, method, path, key, fingerprint, fence, locked_until) values ('330482', 'bench', 'POST', '/bench/' || :n, gen_random_uuid()::text, sha256(':n'), gen_random_uuid(), now()) on conflict do nothing;
commit;
insert into bench_booking select gen_random_uuid(), b.tenant_id, 'BENCH-' || :n || clock_timestamp(), 'REPAYMENT', 100, now() from credit_bank b where b.client_id = 'bank-a';
update credit_partner_call set status = 202, content_type = 'application/json', body = repeat('x', 300)::bytea where client_id = 'bench' and method = 'POST' and path = '/bench/' || :n;
SQL
sql -c "create table bench_booking (id uuid primary key, tenant_id varchar(12), no text unique, kind text, amount numeric(18,2), at timestamptz)"
echo "PostgreSQL alone, the same rows: $(pgbench -n -h localhost -p $dbport -U postgres -d jinfu -c "$connections" -j 2 -T "$seconds" -f "$work/rows.sql" 2>&1 | grep -E 'tps|latency average' | tr '\n' ' ')"
