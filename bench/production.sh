#!/usr/bin/env bash
# The county's lists of what grows by a packaged jar, with PLANTINGS plantings (100,000 unless told) on 20,000 plots
# of 2,000 farms: their work, sprays and pickings of three years.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=18083; dbport=15498; plantings=${PLANTINGS:-100000}; pid=
jar=${JAR:-$(ls platform-app/target/platform-app-*.jar | grep -v original | head -n 1)}
cleanup() { [ -n "$pid" ] && kill "$pid" 2>/dev/null; [ -n "$pid" ] && wait "$pid" 2>/dev/null; rm -rf "$work"; true; }
trap cleanup EXIT
java -Xmx1g -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED -jar "$jar" --server.port=$port \
  --jinfu.data="$work/data" --jinfu.db.port=$dbport > "$work/log" 2>&1 &
pid=$!
for _ in $(seq 1 1200); do
  curl -fs -o /dev/null "http://localhost:$port/login" && break
  kill -0 "$pid" || { tail -n 40 "$work/log"; exit 1; }
  sleep 0.1
done

sql() { psql -qAt -v ON_ERROR_STOP=1 -h localhost -p $dbport -U postgres -d jinfu "$@"; }
sql -v n=2000 -f bench/members.sql > /dev/null
sql -v n=20000 -f bench/plots.sql > /dev/null
sql -v n="$plantings" -f bench/production.sql > /dev/null
sql -c 'vacuum analyze'
echo "plantings $(sql -c 'select count(*) from production_planting'), operations $(sql -c 'select count(*) from production_operation'), uses $(sql -c 'select count(*) from production_input_use'), pickings $(sql -c 'select count(*) from production_harvest_lot')"

jar_c="$work/cookies"
token() { curl -s -c "$jar_c" -b "$jar_c" "http://localhost:$port/login" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//'; }
curl -s -o /dev/null -c "$jar_c" -b "$jar_c" --data-urlencode "_csrf=$(token)" -d username=production.officer -d password=Jinfu-demo-2026 "http://localhost:$port/login"
page() { # path; more than five times, because from then on PostgreSQL may keep a plan
  for n in $(seq 1 12); do
    curl -s --compressed -o /dev/null -b "$jar_c" -w '%{http_code} %{time_total}\n' "http://localhost:$port/console/$1"
  done > "$work/times"
  tail -n 10 "$work/times" | sort -k2n | awk -v name="$1" '$1 != 200 { bad++ } { t[NR] = $2 } END { printf "%-52s median %5.0f ms, worst %5.0f ms, errors %d\n", name, t[5] * 1000, t[NR] * 1000, bad }'
}
for path in production 'production?crop=watermelon' input-warnings 'input-warnings?kind=INTERVAL_UNKNOWN' 'input-warnings?open=true' \
  production-statistics production-statistics/uses season-calendar 'season-calendar?state=LATE' plantings 'plantings?active=true' \
  'plantings?bar=DECISION' 'plantings?active=true&staging=STAGE' 'plantings?q=123' operations 'operations?state=PLANNED' \
  'operations?waiting=true' 'operations?q=123' harvests 'harvests?status=PROBLEM' 'harvests?q=H-B0001'; do
  page "$path"
done
