#!/usr/bin/env bash
# Measures the member pages of a packaged jar, and the same queries in PostgreSQL alone.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=18080; dbport=15499; members=${MEMBERS:-20000}; seconds=${SECONDS_EACH:-15}; connections=${CONNECTIONS:-16}
jar=$(ls platform-app/target/platform-app-*.jar | grep -v original | head -n 1)
cleanup() { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$work"; }
start() { # what, jar, further options of Java
  java -Xmx1g -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED "${@:3}" -jar "$2" \
    --server.port=$port --jinfu.data="$work/data" --jinfu.db.port=$dbport > "$work/log" 2>&1 &
  pid=$!
  began=$(date +%s%N)
  for _ in $(seq 1 1200); do
    curl -fs -o /dev/null "http://localhost:$port/login" && break
    kill -0 "$pid" || { tail -n 40 "$work/log"; exit 1; }
    sleep 0.1
  done
  echo "first 200 on /login after $(( ($(date +%s%N) - began) / 1000000 )) ms ($1)"
}
trap cleanup EXIT
stop() { kill "$pid"; wait "$pid" 2>/dev/null || true; }
start "empty folder, demo loaded" "$jar"
stop
start "migrated database" "$jar"
stop
# as docs/operators.md says under "Start faster"
java -Djarmode=tools -jar "$jar" extract --destination "$work/run" > /dev/null
start "extracted, its classes being kept" "$work/run/$(basename "$jar")" "-XX:AOTCacheOutput=$work/run/jinfu.aot" -Xlog:aot=error
stop
start "extracted, with the classes kept" "$work/run/$(basename "$jar")" "-XX:AOTCache=$work/run/jinfu.aot"

sql() { psql -qAt -h localhost -p $dbport -U postgres -d jinfu "$@"; }
sql -v n="$members" -f bench/members.sql
sql -c 'analyze'
echo "members: $(sql -c 'select count(*) from member_member')"

# log in as a clerk
jar_c="$work/cookies"
token() { curl -s -c "$jar_c" -b "$jar_c" "http://localhost:$port/login" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//'; }
curl -s -o /dev/null -c "$jar_c" -b "$jar_c" --data-urlencode "_csrf=$(token)" -d username=member.clerk -d password=Jinfu-demo-2026 "http://localhost:$port/login"
cookies=$(awk '!/^# / && NF >= 7 { printf "%s%s=%s", s, $6, $7; s = "; " }' "$jar_c")
id=$(sql -c 'select id from member_member order by id offset 100 limit 1')

measure() { # name path
  local code bytes
  code=$(curl -s -o "$work/body" -w '%{http_code}' -H "Cookie: $cookies" "http://localhost:$port$2")
  [ "$code" = 200 ] || { echo "$1: $2 answers $code"; exit 1; }
  bytes=$(curl -s --compressed -H "Cookie: $cookies" -w '%{size_download}' -o /dev/null "http://localhost:$port$2")
  wrk -t2 -c"$connections" -d"${WARM:-40}s" -H "Cookie: $cookies" "http://localhost:$port$2" > /dev/null   # until the compiler has nothing left to do
  local before after
  before=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
  wrk -t2 -c"$connections" -d"${seconds}s" --latency -H "Cookie: $cookies" "http://localhost:$port$2" > "$work/wrk"
  after=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
  awk -v name="$1" -v bytes="$bytes" -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
    /Requests\/sec/ { rps = $2 } /50%/ { p50 = $2 } /99%/ { p99 = $2 } /requests in/ { n = $1 }
    /Non-2xx/ { bad = $NF } END { printf "%-16s %9.0f req/s  median %-9s p99 %-9s errors %d  %d bytes  %.2f ms CPU/request\n", name, rps, p50, p99, bad, bytes, ticks / hz * 1000 / n }' "$work/wrk"
}
measure "member list" "/console/members"
measure "member detail" "/console/members/$id"
awk '/VmRSS/ { printf "resident %d MiB\n", $2 / 1024 }' "/proc/$pid/status"

if command -v pgbench >/dev/null; then
  printf "select set_config('app.tenant', '330482', false);\nselect * from member_member order by id limit 20;\n" > "$work/list.sql"
  printf "select set_config('app.tenant', '330482', false);\nselect * from member_member where id = '%s';\n" "$id" > "$work/detail.sql"
  for q in list detail; do
    PGPASSWORD=jinfu_app pgbench -n -M prepared -h localhost -p $dbport -U jinfu_app -c "$connections" -j 2 -T "$seconds" -f "$work/$q.sql" jinfu 2>/dev/null |
      awk -v q="$q" '/^tps/ { printf "PostgreSQL alone, %s: %.0f transactions/s\n", q, $3 } /latency average/ { printf "  average %s ms\n", $4 }'
  done
fi
