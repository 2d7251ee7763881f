#!/usr/bin/env bash
# Measures the intake of readings of a packaged jar beside psql's COPY into the same table in the same run:
# HTTP in bulk, MQTT in bulk, single MQTT messages, a kill -9 in the middle of each with everything sent again, newest
# values of 16,000 series, a chart of a month. Ends with an error when a reading is lost, there twice or another one.
# Needs psql, python3, curl, mosquitto, mosquitto-clients and JDK 25.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=${PORT:-18082}; dbport=${DBPORT:-15497}; mqttport=${MQTTPORT:-18830}
bulk=${BULK:-400000}; singles=${SINGLES:-128000}; clients=64
jar=${JAR:-$(ls platform-app/target/platform-app-*.jar | grep -v original | head -n 1)}
broker_bin=$(command -v mosquitto || echo /usr/sbin/mosquitto); base="http://localhost:$port"
postgres() { pgrep -f -- "$work/data/db/postgres" || true; }
cleanup() { kill "${broker:-}" 2>/dev/null || true; kill -9 "${pid:-}" $(postgres) 2>/dev/null || true; [ -n "${KEEP:-}" ] || rm -rf "$work"; }
trap cleanup EXIT
start() {
  java -Xmx1g -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED -jar "$jar" --server.port=$port \
    --jinfu.data="$work/data" --jinfu.db.port=$dbport --jinfu.iot.mqtt.enabled=true --jinfu.iot.mqtt.port=$mqttport >> "$work/log" 2>&1 &
  pid=$!; disown
  until curl -fs -o /dev/null "$base/login"; do kill -0 "$pid" 2>/dev/null || { tail -n 40 "$work/log"; exit 1; }; sleep 0.3; done
}
sql() { psql -qAt -v ON_ERROR_STOP=1 -h localhost -p $dbport -U postgres -d jinfu "$@"; }
now() { date +%s.%N; }
rate() { python3 -c "import sys; n,b,e=map(float,sys.argv[1:]); print('%d' % (n/(e-b)))" "$@"; }
count() { sql -c "select count(*) from production_telemetry where series_id in ($1)"; }
# a device with ten channels; prints its id. secrets are made up here and stored as the platform stores them
device() { # sn secret [channels]
  python3 - "$1" "$2" "${3:-10}" <<'PY' | sql
import base64, hashlib, os, sys
sn, secret, channels = sys.argv[1:]
salt = os.urandom(12)
broker = '$7$101$%s$%s' % (base64.b64encode(salt).decode(), base64.b64encode(hashlib.pbkdf2_hmac('sha512', secret.encode(), salt, 101, 64)).decode())
print(f"""with p as (select id from production_device_product where code = 'DEMO-QX5'), m as (select member_id, division from production_device where sn = 'DEMO-QX-001'),
 d as (insert into production_device (id, tenant_id, version, sn, name, product_id, member_id, division, state, registered_by, registered_at)
   select uuidv7(), '330482', 0, '{sn}', '{sn}', p.id, m.member_id, m.division, 'ACTIVE', uuidv7(), now() from p, m returning id),
 c as (insert into production_device_credential (id, tenant_id, device_id, secret_hash, broker_hash, valid_from, created_by)
   select uuidv7(), '330482', id, '{hashlib.sha256(secret.encode()).hexdigest()}', '{broker}', now() - interval '1 minute', uuidv7() from d)
 insert into production_series (tenant_id, device_id, key, name, unit, kind, scale)
   select '330482', d.id, 'v' || n, 'v' || n, '', 'GAUGE', 2 from d, generate_series(0, {channels} - 1) n;""")
PY
}
series_of() { sql -c "select string_agg(s.id::text, ',' order by s.id) from production_series s join production_device d on d.id = s.device_id where d.sn = '$1'"; }
# rows of one device, ten values a moment, a second apart, of the last days: as CSV for COPY and as bodies
generate() { # kind(csv|bodies|lines) points points-in-a-body start-seconds-ago [series]
  python3 - "$work" "$@" <<'PY'
import random, sys, time
work, kind, points, each, ago = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
random.seed(7); start = int(time.time()) - ago
if kind == 'csv':
    ids = sys.argv[6].split(',')
    with open(f'{work}/rows.csv', 'w') as out:
        for n in range(points // 10):
            for i in ids: out.write(f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(start + n))}+00,{random.uniform(0, 40):.2f},{i},0\n")
else:
    moments = ['{"ts":%d,"values":{%s}}' % ((start + n) * 1000, ','.join('"v%d":%.2f' % (i, random.uniform(0, 40)) for i in range(10))) for n in range(points // 10)]
    step = each // 10
    bodies = ['[' + ','.join(moments[n:n + step]) + ']' for n in range(0, len(moments), step)]
    if kind == 'bodies':
        for n, body in enumerate(bodies): open(f'{work}/body-{n:05d}', 'w').write(body)
    else:
        open(f'{work}/lines', 'w').write('\n'.join(bodies) + '\n')
PY
}
# the generator makes the same values for all of them, so what COPY brought is what must be there: as many, each moment
# once, the same sum. A reading sent to know that others went before it is of today and not counted
facts() { sql -c "select count(*) || ' rows, ' || count(distinct (series_id, ts)) || ' different, sum ' || round(sum(value)::numeric, 2) from production_telemetry where series_id in ($1) and ts < now() - interval '1 hour'"; }
whole() { # series
  local is want; is=$(facts "$1"); want=$(facts "$copy"); echo "$is"
  [ "$is" = "$want" ] || { echo "but COPY brought $want" >&2; exit 1; }
}
wait_for() { # series rows
  for _ in $(seq 1 1200); do [ "$(count "$1")" -ge "$2" ] && return; sleep 0.1; done; echo "only $(count "$1") of $2 arrived"; exit 1
}
post_all() { # secret -> posts every body, four at a time
  ls "$work"/body-* | awk -v u="$base/api/v1/device/$1/telemetry" '{ print (NR > 1 ? "next\n" : "") "url = \"" u "\"\ndata-binary = \"@" $0 "\"\nheader = \"Content-Type: application/json\"\noutput = \"/dev/null\"\nwrite-out = \"%{http_code}\\n\"" }' > "$work/curl"
  curl -s --parallel --parallel-max 4 --parallel-immediate -K "$work/curl" 2> /dev/null | sort | uniq -c | tr '\n' ' '
}

start
echo "machine: $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
for sn in BENCH-COPY BENCH-HTTP BENCH-KILL BENCH-KMQTT BENCH-MQTT BENCH-WARM; do device "$sn" "secret-of-$sn"; done
for c in $(seq 1 $clients); do device "BENCH-S$c" "secret-of-BENCH-S$c" 1; done
copy=$(series_of BENCH-COPY); http=$(series_of BENCH-HTTP); mqtt=$(series_of BENCH-MQTT); killed=$(series_of BENCH-KILL); kmqtt=$(series_of BENCH-KMQTT)
user() { echo "330482.$1.$(printf 'secret-of-%s' "$1" | sha256sum | cut -c1-8)"; }

generate bodies $((bulk / 2)) 5000 250000; post_all secret-of-BENCH-WARM > /dev/null; rm "$work"/body-*
generate csv "$bulk" 0 170000 "$copy"
b=$(now); sql -c "\\copy production_telemetry (ts, value, series_id, quality) from '$work/rows.csv' csv"; e=$(now)
copied=$(rate "$bulk" "$b" "$e"); echo "psql COPY, $bulk rows: $copied rows/s"
generate bodies "$bulk" 5000 170000
b=$(now); codes=$(post_all secret-of-BENCH-HTTP); e=$(now)
reached=$(rate "$bulk" "$b" "$e"); echo "HTTP, 4 clients, bodies of 5,000 points: $reached points/s = $((reached * 100 / copied)) % of COPY; answers $codes"
what=$(whole "$http"); echo "HTTP: $what"

# the broker with the files that the platform wrote, now with the devices made above
sleep 6; "$broker_bin" -c "$work/data/mosquitto/mosquitto.conf" > "$work/broker" 2>&1 & broker=$!
# before its first subscription the broker would drop what is sent; the platform looks every ten seconds
until grep -q 'as jinfu-platform' "$work/broker"; do kill -0 "$broker"; sleep 0.3; done; sleep 2
generate lines "$bulk" 500 170000
split -n l/8 "$work/lines" "$work/part-"
b=$(now); for p in "$work"/part-*; do mosquitto_pub -p $mqttport -i "bulk-$(basename "$p")" -u "$(user BENCH-MQTT)" -P secret-of-BENCH-MQTT -q 1 -t jinfu/330482/BENCH-MQTT/up/telemetry -l < "$p" & pubs="${pubs:-} $!"; done; wait $pubs
wait_for "$mqtt" "$bulk"; e=$(now)
reached=$(rate "$bulk" "$b" "$e"); echo "MQTT QoS 1, 8 clients, messages of 500 points: $reached points/s = $((reached * 100 / copied)) % of COPY"

all=$(sql -c "select string_agg(s.id::text, ',') from production_series s join production_device d on d.id = s.device_id where d.sn like 'BENCH-S%'")
per=$((singles / clients)); python3 - "$work" "$per" <<'PY'
import sys, time
start = int(time.time()) - 90000
open(sys.argv[1] + '/single', 'w').write(''.join('{"ts":%d,"values":{"v0":%d}}\n' % ((start + n) * 1000, n % 40) for n in range(int(sys.argv[2]))))
PY
for c in $(seq 1 $clients); do echo "single-$c $(user BENCH-S$c) secret-of-BENCH-S$c jinfu/330482/BENCH-S$c/up/telemetry"; done > "$work/connections"
mkdir "$work/classes"; javac -d "$work/classes" bench/Singles.java
b=$(now); java -XX:+UseSerialGC -Xmx100m -cp "$work/classes" Singles $mqttport "$work/connections" "$work/single"; sent=$(now)
wait_for "$all" $((per * clients)); e=$(now)
echo "MQTT QoS 1, $clients connections, one value a message: broker took $(rate $((per * clients)) "$b" "$sent")/s, committed $(rate $((per * clients)) "$b" "$e")/s"

what=$(whole "$mqtt"); echo "MQTT: $what"

# kill -9 of Java and PostgreSQL while MQTT clients send at QoS 1: the broker keeps what was not acknowledged after a
# commit, so all of it comes with the next start; then everything once more. The clients send so slowly that most of it
# is still to come when a quarter is there
send_all() { # pause between two messages of a client
  pubs=""; for p in "$work"/part-*; do (while IFS= read -r line; do printf '%s\n' "$line"; sleep "$1"; done < "$p") | mosquitto_pub -p $mqttport -i "kill-$(basename "$p")" -u "$(user BENCH-KMQTT)" -P secret-of-BENCH-KMQTT -q 1 -t jinfu/330482/BENCH-KMQTT/up/telemetry -l & pubs="$pubs $!"; done
}
send_all 0.05; until [ "$(count "$kmqtt")" -ge $((bulk / 4)) ]; do sleep 0.02; done
before=$(count "$kmqtt"); sending=0; for p in $pubs; do kill -0 "$p" 2> /dev/null && sending=$((sending + 1)); done
kill -9 "$pid" $(postgres)
[ "$sending" -gt 0 ] && [ "$before" -lt "$bulk" ] || { echo "the kill came too late: $before rows, $sending clients still sending"; exit 1; }
wait $pubs; sleep 2; start
there=$(count "$kmqtt"); wait_for "$kmqtt" "$bulk"; send_all 0; wait $pubs
# repeats leave no row behind: a reading sent after them tells that they have been gone through
mosquitto_pub -p $mqttport -i kill-last -u "$(user BENCH-KMQTT)" -P secret-of-BENCH-KMQTT -q 1 -t jinfu/330482/BENCH-KMQTT/up/telemetry -m "{\"ts\":$(date +%s)000,\"values\":{\"v0\":1}}"
wait_for "$kmqtt" $((bulk + 1)); sleep 2
what=$(whole "$kmqtt"); echo "kill -9 at $before rows while $sending MQTT clients send: $there rows there after the start, sent again: $what of $bulk"

# kill -9 of Java and PostgreSQL in the middle of HTTP, then everything once more
( post_all secret-of-BENCH-KILL > "$work/killed" 2>&1 || true ) & poster=$!
sleep 1; kill -9 "$pid" $(postgres); wait $poster 2>/dev/null || true; sleep 2; start
there=$(count "$killed"); again=$(post_all secret-of-BENCH-KILL); what=$(whole "$killed")
acked=$(grep -o '[0-9]* 202' "$work/killed" | cut -d' ' -f1 || echo 0)
[ "$there" -ge $((${acked:-0} * 5000)) ] || { echo "$acked bodies were acknowledged and only $there rows are there"; exit 1; }
echo "kill -9 in the middle: ${acked:-0} bodies acknowledged, $there rows there after the start; sent again ($again): $what of $bulk"

sql <<'PY'
insert into production_device (id, tenant_id, version, sn, name, product_id, member_id, division, state, registered_by, registered_at)
  select uuidv7(), '330482', 0, 'BENCH-L' || n, 'L' || n, d.product_id, d.member_id, d.division, 'ACTIVE', uuidv7(), now() from production_device d, generate_series(1, 1600) n where d.sn = 'DEMO-QX-001';
insert into production_series (tenant_id, device_id, key, name, unit, kind, scale) select '330482', id, 'v' || n, 'v' || n, '', 'GAUGE', 2 from production_device, generate_series(0, 9) n where sn like 'BENCH-L%';
insert into production_latest (series_id, ts, value, quality) select s.id, now(), 20, 0 from production_series s join production_device d on d.id = s.device_id where d.sn like 'BENCH-L%' on conflict do nothing;
insert into production_telemetry (ts, value, series_id, quality) select date_trunc('minute', now()) - n * interval '5 minutes', 20 + 5 * sin(n / 40.0), (select min(s.id) from production_series s join production_device d on d.id = s.device_id where d.sn = 'BENCH-L1'), 0 from generate_series(1, 8640) n;
insert into production_dirty_bucket (series_id, bucket) select distinct series_id, date_trunc('hour', ts) from production_telemetry where series_id = (select min(s.id) from production_series s join production_device d on d.id = s.device_id where d.sn = 'BENCH-L1') on conflict do nothing;
analyze production_device; analyze production_series; analyze production_latest;
PY
month=$(sql -c "select min(s.id) from production_series s join production_device d on d.id = s.device_id where d.sn = 'BENCH-L1'")
for _ in $(seq 1 200); do [ "$(sql -c "select count(*) from production_rollup_hour where series_id = $month")" -ge 700 ] && break; sleep 1; done
jar_c="$work/cookies"
token=$(curl -s -c "$jar_c" -b "$jar_c" "$base/login" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//')
curl -s -o /dev/null -c "$jar_c" -b "$jar_c" --data-urlencode "_csrf=$token" -d username=production.officer -d password=Jinfu-demo-2026 "$base/login"
median() { # path
  for _ in $(seq 1 40); do curl -s -b "$jar_c" -o "$work/answer" -w '%{http_code} %{time_total}\n' "$base$1"; done > "$work/times"
  grep -qv '^200' "$work/times" && { head -n 2 "$work/times"; exit 1; }
  tail -n 20 "$work/times" | awk '{ print $2 * 1000 }' | sort -n | awk '{ t[NR] = $1 } END { printf "median %.0f ms, worst of 20 %.0f ms", t[10], t[20] }'
}
echo "newest values: $(median /api/v1/latest-values) for $(grep -o '"series"' "$work/answer" | wc -l) series"
day() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
echo "chart of 26 days from readings: $(median "/api/v1/series/$month/chart?from=$(day '-26 days')&to=$(day now)"), $(grep -o '"at"' "$work/answer" | wc -l) points"
echo "chart of 30 days from hours and readings: $(median "/api/v1/series/$month/chart?from=$(day '-30 days')&to=$(day now)"), $(grep -o '"at"' "$work/answer" | wc -l) points"
