#!/usr/bin/env bash
# Traceability at the size of a county of five years, by a packaged jar: walks and a recall over 12 million lots, a million
# codes on the public page, scans counted (and counted again after kill -9), 20 million labels ordered. Beside each figure
# stands what PostgreSQL does alone. PLANTINGS (100,000) makes the county smaller, LOTS (2,000) of 500 labels the codes,
# SECONDS_EACH (20) a run shorter; JAR names another jar, RUN and CLASSES another way to start it. PARTS leaves out some of "chain page scan labels". Needs wrk, psql,
# pgbench, curl, unzip, JDK 25 and, for the whole county, 25 GB beside it (TMPDIR).
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=${PORT:-18086}; dbport=${DBPORT:-15494}; plantings=${PLANTINGS:-100000}; lots=${LOTS:-2000}
seconds=${SECONDS_EACH:-20}; parts=" ${PARTS:-chain page scan labels} "; base="http://localhost:$port"; pid=
[ -n "${RUN:-}" ] || jar=${JAR:-$(ls platform-app/target/platform-app-*.jar | grep -v original | head -n 1)}
cleanup() { kill "${pid:-}" 2>/dev/null || true; wait "${pid:-}" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
start() {
  ${RUN:-java -Xmx1g -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED -jar "$jar"} --server.port="$port" \
    --jinfu.data="$work/data" --jinfu.db.port="$dbport" --jinfu.limits.public-per-minute=1000000000 >> "$work/log" 2>&1 &
  pid=$!
  until curl -fs -o /dev/null "$base/login"; do kill -0 "$pid" 2>/dev/null || { tail -n 40 "$work/log"; exit 1; }; sleep 0.3; done
}
sql() { psql -qAt -v ON_ERROR_STOP=1 -h localhost -p "$dbport" -U postgres -d jinfu "$@"; }
part() { [[ "$parts" == *" $1 "* ]]; }
say() { printf '%-72s %s\n' "$1" "$2"; }
ms() { echo $(( ($(date +%s%N) - $1) / 1000000 )); }

start
if [ -n "${CLASSES:-}" ]; then classes=$CLASSES; else
  unzip -qoj "$jar" 'BOOT-INF/lib/traceability-service-*.jar' 'BOOT-INF/lib/jspecify-*.jar' 'BOOT-INF/lib/spring-context-7*.jar' -d "$work/lib"
  classes=$(ls "$work"/lib/*.jar | tr '\n' ':')
fi
mkdir -p "$work/tool"; javac -proc:none -nowarn -cp "$classes" -d "$work/tool" bench/Trace.java 2>/dev/null
tool() { java -Xmx600m -cp "$work/tool:$classes" Trace "$@"; }

jar_c="$work/cookies"
login() { # user page
  rm -f "$jar_c"
  local token; token=$(curl -s -c "$jar_c" -b "$jar_c" "$base/login" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//')
  curl -s -o /dev/null -c "$jar_c" -b "$jar_c" --data-urlencode "_csrf=$token" -d username="$1" -d password=Jinfu-demo-2026 "$base/login"
  csrf=$(curl -s -c "$jar_c" -b "$jar_c" "$base/$2" | grep -o 'name="csrf" content="[^"]*"' | head -n 1 | cut -d'"' -f4)
  [ -n "$csrf" ] || { echo "nobody is logged in as $1"; exit 1; }
  cookies=$(awk '!/^# / && NF >= 7 { printf "%s%s=%s", s, $6, $7; s = "; " }' "$jar_c")
}
api() { # path body; the answer is in $work/answer, the time in $took
  took=$(curl -s -o "$work/answer" -w '%{time_total} %{http_code}' -b "$jar_c" -H "X-XSRF-TOKEN: $csrf" -H 'Content-Type: application/json' \
    --data-binary "$2" "$base$1")
  case "$took" in *' 20'?) ;; *) echo "$1: $took"; head -c 600 "$work/answer"; exit 1 ;; esac
  took=$(awk '{ printf "%.0f ms", $1 * 1000 }' <<< "$took")
}
field() { python3 -c 'import json, sys; print(eval("d" + sys.argv[2], {"d": json.load(open(sys.argv[1]))}))' "$work/answer" "$1"; }
load() { # name connections lua-file
  wrk -t1 -c"$2" -d"${seconds}s" --latency -s "$3" -H 'Accept: text/html' -H 'Accept-Encoding: gzip' "$base" > "$work/wrk"
  awk -v name="$1" '/Requests\/sec/ { rps = $2 } /50%/ { p50 = $2 } /99%/ { p99 = $2 } /Non-2xx/ { bad = $NF } /requests in/ { n = $1 }
    END { printf "%-72s %.0f req/s, median %s, p99 %s, %d requests, errors %d\n", name, rps, p50, p99, n, bad }' "$work/wrk"
}
echo "$(date -u +%F\ %H:%M) UTC, $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"

if part chain; then
  sql -c 'alter system set max_wal_size = $$8GB$$' -c 'alter system set checkpoint_timeout = $$15min$$' -c 'select pg_reload_conf()' > /dev/null
  began=$(date +%s%N); sql -v plantings="$plantings" -v part=prepare -f bench/trace.sql > /dev/null
  sql -v plantings="$plantings" -v part=lots -f bench/trace.sql > /dev/null & loader=$!
  sql -v plantings="$plantings" -v part=edges -f bench/trace.sql > /dev/null; wait "$loader"
  say "loaded" "$(ms "$began") ms: $(sql -c "select (select count(*) from trace_lot) || ' lots, ' || (select count(*) from trace_lot_edge) || ' edges, ' || (select count(*) from production_input_use) || ' uses of inputs, ' || pg_size_pretty(pg_database_size('jinfu'))")"
  sql -c 'alter system reset all' -c 'select pg_reload_conf()' -c checkpoint > /dev/null
  sql -f bench/trace-walks.sql -v plantings="$plantings" 2>&1 | tee "$work/walks"
  login brand.officer console
  # every hundredth batch of inputs and the next, until some 10,000 lots hang on them
  seeds=$(sql -c "select string_agg(format('{\"kind\":\"INPUT\",\"nodeId\":\"%s\"}', md5(md5('input')::uuid::text || ':B' || b)::uuid), ',') from (select b * 8 as b from generate_series(1, 5) b) x")
  for drill in true false; do
    api /api/v1/recalls "{\"source\":\"SELF\",\"what\":\"bench\",\"drill\":$drill,\"seeds\":[$seeds]}"
    id=$(field '["recall"]["id"]'); version=$(field '["recall"]["version"]')
    api "/api/v1/recalls/$id/hold" "{\"version\":$version}"
    n=$(sql -c "select count(*) from trace_recall_lot where recall_id = '$id'")
    say "closure and $([ $drill = true ] && echo 'scope of a drill' || echo hold) over REST, $n lots (goal 10,000 in 5 s)" "$took, of it $(sql -c "select hold_ms from trace_recall where id = '$id'") ms in the walk and the hold"
  done
fi

# a million labels of as many lots as were told, with pages of the demo's best lot
if part page || part scan; then
  key="$work/data/keys/label-00.key"
  sql -v lots="$lots" -f bench/trace-labels.sql > "$work/range"
  read -r space first <<< "$(tail -n 1 "$work/range" | tr '|' ' ')"
fi
if part page; then
  tool codes "$key" "$space" "$first" $((lots * 500)) "$work/codes"
  head -n 1000 "$work/codes" > "$work/few"
  lua() { # file
    cat > "$work/$2.lua" <<LUA
local asked, n = {}, 0
init = function() for line in io.lines("$1") do asked[#asked + 1] = wrk.format("GET", line) end end
request = function() n = n % #asked + 1 return asked[n] end
LUA
  }
  lua "$work/codes" cold; lua "$work/few" few
  one=$(head -n 1 "$work/codes")
  bytes() { curl -s -H 'Accept-Encoding: gzip' "$base$1" | wc -c; }
  page=$(curl -s "$base$one"); css=$(grep -o 'href="/css/[^"]*"' <<< "$page" | cut -d'"' -f2); js=$(grep -o 'src="/js/[^"]*"' <<< "$page" | cut -d'"' -f2)
  say "first view, compressed (goal 40 kB)" "page $(bytes "$one"), style $(bytes "$css"), script $(bytes "$js") bytes"
  seconds=${WARM:-60} load "warming up, 1,000 codes" 16 "$work/few.lua" > /dev/null
  seconds=${COLD:-120} load "a million codes in random order, each a first time, 16 connections" 16 "$work/cold.lua"
  load "1,000 codes again and again, 16 connections" 16 "$work/few.lua"
  cat > "$work/look.sql" <<SQL
\set n random($first, $((first + lots * 500 - 1)))
select * from trace_look(array['$space'], array[0], array[:n::bigint], array[null]::bytea[], now(), false);
SQL
  say "PostgreSQL alone: the same query, one label each, 16 connections" "$(pgbench -n -M prepared -c 16 -j 1 -T 10 -h localhost -p "$dbport" -U postgres -f "$work/look.sql" jinfu | awk '/tps/ { printf "%.0f a second", $3 }')"
fi

if part scan; then
  scans=${SCANS:-100000}
  tool tickets "$key" "$space" "$first" 20000 "$work/warm"; tool send "$port" /api/public/scan 32 "$work/warm" "$work/ok" > /dev/null
  tool tickets "$key" "$space" $((first + 20000)) "$scans" "$work/tickets"
  say "$scans scans, 32 connections" "$(tool send "$port" /api/public/scan 32 "$work/tickets" "$work/ok")"
  tool tickets "$key" "$space" $((first + 20000 + scans)) "$scans" "$work/tickets"; cp "$work/ok" "$work/ok32"
  say "$scans scans, 128 connections (goal 5,000/s)" "$(tool send "$port" /api/public/scan 128 "$work/tickets" "$work/ok")"
  cat "$work/ok32" >> "$work/ok"
  total() { sql -c "select count(*) || ' scans, sum of counts ' || (select sum(scan_count) from trace_label_state where code_space = '$space' and seq between $1 and $2) from trace_label_scan where code_space = '$space' and seq between $1 and $2"; }
  say "in the database for $(wc -l < "$work/ok") acknowledged" "$(total $((first + 20000)) $((first + 20000 + 2 * scans - 1)))"
  sql -c "create table bench_scan (like trace_label_scan including all)" -c "copy (select tenant_id, at, code_space, key_version, seq, batch_id, lot_id, member_id, visitor from trace_label_scan where code_space = '$space' and seq >= $((first + 20000)) limit 100000) to stdout" > "$work/rows"
  began=$(date +%s%N); sql -c "\\copy bench_scan (tenant_id, at, code_space, key_version, seq, batch_id, lot_id, member_id, visitor) from '$work/rows'"
  say "PostgreSQL alone: COPY of the same rows of scans" "$(( $(wc -l < "$work/rows") * 1000 / $(ms "$began") )) rows/s"
  cat > "$work/count.sql" <<SQL
\set n random($first, $((first + lots * 500 - 1)))
\set t random(1, 9000000000000000000)
select * from trace_count(array['$space'], array[0], array[:n::bigint], array[decode(md5(:t::text), 'hex')], array[null]::varchar[], array[:t::bigint], now());
SQL
  say "PostgreSQL alone: one scan a transaction, 16 connections" "$(pgbench -n -M prepared -c 16 -j 1 -T 10 -h localhost -p "$dbport" -U postgres -f "$work/count.sql" jinfu | awk '/tps/ { printf "%.0f a second", $3 }')"
  # killed in the middle: whoever was told that he was counted must be there
  from=$((first + 300000))
  tool tickets "$key" "$space" "$from" 100000 "$work/tickets"
  tool send "$port" /api/public/scan 32 "$work/tickets" "$work/ok" > "$work/sent" & sender=$!
  sleep "${KILL_AFTER:-4}"; kill -9 "$pid"; kill -9 "$(head -n 1 "$work/data/db/postgres/postmaster.pid")"
  wait "$sender"; wait "$pid" 2>/dev/null || true; start
  cut -d. -f2 "$work/ok" > "$work/serials"
  say "kill -9 of both in the middle: $(wc -l < "$work/ok") acknowledged" "$(total "$from" $((from + 99999)))"
  tool numbers "$key" "$space" "$work/serials" "$work/numbers"
  sql -c 'create table bench_told (seq bigint)'; sql -c "\\copy bench_told from '$work/numbers'"
  say "  acknowledged and not in the database" "$(sql -c "select count(*) from bench_told t where not exists (select 1 from trace_label_state s where s.code_space = '$space' and s.seq = t.seq)")"
fi

if part labels; then
  sql -f bench/trace-orders.sql > "$work/order"; body=$(tail -n 1 "$work/order"); body=${body/COUNT/${EACH:-100000}}
  login farm.demo portal
  each=${EACH:-100000}; orders=$((20000000 / each)); for _ in $(seq "$orders"); do echo "$body"; done > "$work/orders"
  say "20,000,000 labels in $orders orders of $each, 2 connections" "$(tool send "$port" /api/v1/label-orders 2 "$work/orders" "$work/ok" "Cookie: $cookies" "X-XSRF-TOKEN: $csrf")"
  sql -c "select '  in the database: ' || sum(count) || ' labels in ' || count(*) || ' ranges' from trace_label_batch where ordered_at > now() - interval '10 minutes' and status = 'ISSUED' and count = $each"
fi
awk '/VmRSS/ { printf "resident %d MiB\n", $2 / 1024 }' "/proc/$pid/status"
