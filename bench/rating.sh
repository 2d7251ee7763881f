#!/usr/bin/env bash
# Rates every member of the county by a packaged jar, and measures a console page alone and meanwhile.
# MEMBERS says how many (300,000 unless told); THREADS of the rating (1 unless told).
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=18081; dbport=15498; members=${MEMBERS:-300000}; threads=${THREADS:-1}
seconds=${SECONDS_EACH:-20}; connections=${CONNECTIONS:-4}; pid=
jar=$(ls platform-app/target/platform-app-*.jar | grep -v original | head -n 1)
cleanup() { [ -n "$pid" ] && kill "$pid" 2>/dev/null; [ -n "$pid" ] && wait "$pid" 2>/dev/null; rm -rf "$work"; true; }
trap cleanup EXIT
java -Xmx1g -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED -jar "$jar" --server.port=$port \
  --jinfu.data="$work/data" --jinfu.db.port=$dbport --jinfu.rating.threads="$threads" > "$work/log" 2>&1 &
pid=$!
for _ in $(seq 1 1200); do
  curl -fs -o /dev/null "http://localhost:$port/login" && break
  kill -0 "$pid" || { tail -n 40 "$work/log"; exit 1; }
  sleep 0.1
done

sql() { psql -qAt -h localhost -p $dbport -U postgres -d jinfu "$@"; }
sql -v n="$members" -f bench/members.sql > /dev/null
sql -f bench/rating.sql > /dev/null
sql -c 'analyze'
echo "members: $(sql -c 'select count(*) from member_member'), declared facts: $(sql -c 'select count(*) from credit_declared_fact')"

jar_c="$work/cookies"
token() { curl -s -c "$jar_c" -b "$jar_c" "http://localhost:$port$1" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//'; }
curl -s -o /dev/null -c "$jar_c" -b "$jar_c" --data-urlencode "_csrf=$(token /login)" -d username=credit.officer -d password=Jinfu-demo-2026 "http://localhost:$port/login"
cookies=$(awk '!/^# / && NF >= 7 { printf "%s%s=%s", s, $6, $7; s = "; " }' "$jar_c")
page() { # what
  wrk -t1 -c"$connections" -d"${seconds}s" --latency -H "Cookie: $cookies" "http://localhost:$port/console/financing-applications" > "$work/wrk"
  awk -v name="$1" '/Requests\/sec/ { rps = $2 } /50%/ { p50 = $2 } /99%/ { p99 = $2 } /Non-2xx/ { bad = $NF }
    END { printf "console page, %-16s %6.0f req/s  median %-9s p99 %-9s errors %d\n", name, rps, p50, p99, bad }' "$work/wrk"
}
page "warming up" > /dev/null
page "alone"
began=$(date +%s%N)
code=$(curl -s -o /dev/null -w '%{http_code}' -c "$jar_c" -b "$jar_c" --data-urlencode "_csrf=$(token /console/rating-runs)" "http://localhost:$port/console/rating-runs")
[ "$code" = 302 ] || { echo "the run did not begin: $code"; exit 1; }
run=$(sql -c "select id from credit_rating_run order by started_at desc limit 1")
page "while rating"
while [ "$(sql -c "select count(*) from credit_rating_run where status = 'RUNNING'")" != 0 ]; do
  kill -0 "$pid" || { tail -n 40 "$work/log"; exit 1; }
  sleep 1
done
took=$(( ($(date +%s%N) - began) / 1000000 ))
total=$(sql -c "select total from credit_rating_run where id = '$run'")
sql -c "select outcome || ': ' || count(*) from credit_rating_run_row where run_id = '$run' group by outcome order by 1"
awk -v ms="$took" -v n="$total" 'BEGIN { printf "%d members in %.0f s, %.0f a second\n", n, ms / 1000, n * 1000 / ms }'
awk '/VmRSS/ { printf "resident %d MiB\n", $2 / 1024 }' "/proc/$pid/status"
