#!/usr/bin/env bash
# Kills a packaged server in the middle of work and looks whether everything it had acknowledged is there afterwards.
# Round one kills Java alone, round two Java and its PostgreSQL together; each with kill -9. Meanwhile four clients
# register plots by REST, each with an idempotency key, and the bank simulator works on a case.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${FOLDER:-$(mktemp -d)}; port=${PORT:-18081}; dbport=${DBPORT:-15498}; writers=4; case_no=${CASE:-RZ-000005} # the demo's case that has just been sent to bank-a
jar=${JAR:-$(ls platform-app/target/platform-app-*.jar | grep -v original | head -n 1)}
bank="java -jar bank-simulator/target/bank-simulator.jar $work/data/demo/clients/bank-a.json"
base="http://localhost:$port"
cleanup() { kill -9 "${pid:-}" $(postgres) 2>/dev/null || true; [ -n "${KEEP:-}" ] || rm -rf "$work"; }
postgres() { pgrep -f -- "$work/data/db/postgres" || true; }
start() {
  java -Xmx700m -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED -jar "$jar" \
    --server.port=$port --jinfu.data="$work/data" --jinfu.db.port=$dbport >> "$work/log" 2>&1 &
  pid=$!; disown
  local began; began=$(date +%s%N)
  until curl -fs -o /dev/null "$base/login"; do
    kill -0 "$pid" 2>/dev/null || { tail -n 40 "$work/log"; exit 1; }
    sleep 0.2
  done
  echo "$1: first 200 after $(( ($(date +%s%N) - began) / 1000000 )) ms"
}
fail() { echo "FAILED: $*"; exit 1; }
log_in() { # cookie-file
  rm -f "$1"
  local token; token=$(curl -s -c "$1" -b "$1" "$base/login" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//')
  curl -s -o /dev/null -c "$1" -b "$1" --data-urlencode "_csrf=$token" -d username=farm.demo -d password=Jinfu-demo-2026 "$base/login"
  curl -s -c "$1" -b "$1" "$base/portal/plots/new" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//' > "$1.token"
}
register() { # cookie-file key name -> prints id and status
  curl -s -m 20 -o "$1.body" -w '%{http_code}' -b "$1" -H "X-XSRF-TOKEN: $(cat "$1.token")" -H "Idempotency-Key: $2" -H 'Content-Type: application/json' \
    -d "{\"name\":\"$3\",\"kind\":\"${KIND:-OPEN_FIELD}\",\"division\":\"330482103216\",\"declaredMu\":1}" "$base/api/v1/plots" || true
}
id_of() { grep -o '"id":"[^"]*"' "$1.body" | head -n 1 | sed 's/.*:"//; s/"$//'; }
writer() { # round number
  local n=0 code
  while [ ! -e "$work/stop" ]; do
    n=$((n + 1)); local key="kill-$1-$2-$n"
    echo "$key" >> "$work/sent-$2"
    code=$(register "$work/cookies-$2" "$key" "$key")
    if [ "$code" = 201 ]; then echo "$key $(id_of "$work/cookies-$2")" >> "$work/acknowledged-$2"
    elif [ "$code" != 000 ]; then echo "$code $(head -c 300 "$work/cookies-$2.body")" >> "$work/odd"; fi
    [ "$code" = 201 ] || sleep 0.2
  done
}
round() { # number what-dies seconds-of-work
  rm -f "$work"/stop "$work"/sent-* "$work"/acknowledged-* "$work"/odd
  for w in $(seq $writers); do log_in "$work/cookies-$w"; done
  local pids=()
  for w in $(seq $writers); do writer "$1" "$w" & pids+=($!); done
  sleep "$3"
  $bank "$case_no" > "$work/bank-$1" 2>&1 & local simulator=$!
  until grep -q -- "$4 ->" "$work/bank-$1"; do sleep 0.02; kill -0 "$simulator" 2>/dev/null || break; done
  if [ "$2" = both ]; then kill -9 "$pid" $(postgres); else kill -9 "$pid"; fi
  sleep 2; touch "$work/stop"; wait "${pids[@]}" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true
  [ ! -s "$work/odd" ] || { head -n 3 "$work/odd"; fail "a client was answered something else than 201"; }
  start "round $1, again after kill -9 of $2"
  log_in "$work/cookies-1"
  local lost=0 acknowledged=0 unknown=0 key id
  while read -r key id; do
    acknowledged=$((acknowledged + 1))
    curl -s -b "$work/cookies-1" "$base/api/v1/plots/$id" | grep -q "\"name\":\"$key\"" || { lost=$((lost + 1)); echo "lost: $key $id"; }
  done < <(cat "$work"/acknowledged-*)
  # what was under way: the same key once more gives exactly one plot, whether the first had come through or not
  for key in $(sort "$work"/sent-* | comm -23 - <(cut -d' ' -f1 "$work"/acknowledged-* | sort)); do
    unknown=$((unknown + 1))
    [ "$(register "$work/cookies-1" "$key" "$key")" = 201 ] || fail "$key is not taken again"
    [ "$(curl -s -b "$work/cookies-1" --get --data-urlencode "q=$key" "$base/api/v1/plots" | grep -o "\"name\":\"$key\"" | wc -l)" = 1 ] || fail "$key is there twice, or not at all"
  done
  local said; said=$(grep -c -- '->' "$work/bank-$1" || true)
  echo "round $1: $acknowledged plots acknowledged, $lost lost; $unknown under way, each there once after the same key again; $said answers to the bank before the kill"
  [ "$lost" = 0 ] || fail "acknowledged work is lost"
}
trap cleanup EXIT
start "empty folder, demo loaded"
round 1 java "${WORK:-4}" "${FIRST:-decision}"
round 2 both "${WORK:-4}" "${SECOND:-disbursement}"
$bank "$case_no" > "$work/bank-3" || { cat "$work/bank-3"; fail "the bank cannot go on"; }
grep -q "case $case_no SETTLED" "$work/bank-3" || { cat "$work/bank-3"; fail "the case is not settled"; }
cat "$work"/bank-1 "$work"/bank-2 "$work"/bank-3 | grep -E '^(case|  [a-z]+ ->)' | cut -c1-90
echo "the bank went on with the same keys to SETTLED"
