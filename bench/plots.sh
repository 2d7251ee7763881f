#!/usr/bin/env bash
# The county's map of plots by a packaged jar, with PLOTS plots (20,000 unless told) that have a line.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=18082; dbport=15499; plots=${PLOTS:-20000}; pid=
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
sql -v n="$plots" -f bench/plots.sql > /dev/null
sql -c 'analyze'
echo "plots with a line: $(sql -c 'select count(*) from production_plot where boundary_edition is not null')"

jar_c="$work/cookies"
token() { curl -s -c "$jar_c" -b "$jar_c" "http://localhost:$port$1" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//'; }
curl -s -o /dev/null -c "$jar_c" -b "$jar_c" --data-urlencode "_csrf=$(token /login)" -d username=production.officer -d password=Jinfu-demo-2026 "http://localhost:$port/login"
page() { # name query
  for n in $(seq 1 40); do
    curl -s --compressed -o "$work/page" -b "$jar_c" -w '%{http_code} %{time_total} %{size_download}\n' "http://localhost:$port/console/plot-map$2"
  done > "$work/times"
  cp "$work/page" "$work/page-$1"
  head -n 1 "$work/times" | awk -v name="$1" '{ printf "%-22s first %4.0f ms", name, $2 * 1000 }'
  tail -n 20 "$work/times" | sort -k2n | awk '$1 != 200 { bad++ } { t[NR] = $2; size = $3 } END { printf ", then median %4.0f ms, worst %4.0f ms of %d; %d bytes compressed; errors %d\n", t[10] * 1000, t[NR] * 1000, NR, size, bad }'
}
page county ''
page township '?division=330482103'
page near '?lon=120.95&lat=30.62&span=0.02'
sql -c "select 'in the near view: ' || count(*) from production_plot_boundary where west < 120.96 and east > 120.94 and south < 30.6262 and north > 30.6138"
echo 'PostgreSQL alone, all lines as they are stored:'
for n in 1 2 3; do
  psql -qAt -h localhost -p $dbport -U postgres -d jinfu -c '\timing on' -c '\o /dev/null' -c "select p.id, p.no, p.name, p.state, b.corners from production_plot p join production_plot_boundary b on b.tenant_id = p.tenant_id and b.plot_id = p.id and b.edition = p.boundary_edition where p.tenant_id = '330482'" | tail -n 1
done
