#!/usr/bin/env bash
# Measures the capture of EPCIS events of a packaged jar in batches of 2,000, one client and then four at once, beside
# what psql reaches with COPY and with INSERT into the same tables in the same run. Needs psql, curl, openssl, python3.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); port=${PORT:-18084}; dbport=${DBPORT:-15495}; batches=${BATCHES:-15}; size=${SIZE:-2000}
jar=${JAR:-$(ls platform-app/target/platform-app-*.jar | grep -v original | head -n 1)}; base="http://localhost:$port"
cleanup() { kill "${pid:-}" 2>/dev/null || true; wait "${pid:-}" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
java -Xmx1g -XX:+UseParallelGC -Duser.timezone=Asia/Shanghai --enable-native-access=ALL-UNNAMED -jar "$jar" --server.port=$port \
  --jinfu.data="$work/data" --jinfu.db.port=$dbport > "$work/log" 2>&1 &
pid=$!
until curl -fs -o /dev/null "$base/login"; do kill -0 "$pid" 2>/dev/null || { tail -n 40 "$work/log"; exit 1; }; sleep 0.3; done
client="$work/data/demo/clients/epcis-demo.json"
until [ -s "$client" ]; do sleep 0.3; done
sql() { psql -qAt -v ON_ERROR_STOP=1 -h localhost -p $dbport -U postgres -d jinfu "$@"; }
now() { date +%s.%N; }
rate() { python3 -c "import sys; n,b,e=map(float,sys.argv[1:]); print('%d' % (n/(e-b)))" "$@"; }

# a token by an assertion signed with the client's key
token() {
  python3 - "$client" "$work/key.der" > "$work/unsigned" <<'PY'
import base64, json, os, sys, time
file = json.load(open(sys.argv[1])); key = file['privateKey']
raw = lambda s: base64.urlsafe_b64decode(s + '=' * (-len(s) % 4))
enc = lambda b: base64.urlsafe_b64encode(b).rstrip(b'=').decode()
der = bytes.fromhex('30770201010420') + raw(key['d']) + bytes.fromhex('a00a06082a8648ce3d030107a144034200') + b'\x04' + raw(key['x']) + raw(key['y'])
open(sys.argv[2], 'wb').write(der)
head = {'alg': 'ES256', 'kid': key['kid']}
claims = {'iss': file['clientId'], 'sub': file['clientId'], 'aud': file['tokenUri'], 'exp': int(time.time()) + 60, 'jti': enc(os.urandom(16))}
print(enc(json.dumps(head).encode()) + '.' + enc(json.dumps(claims).encode()), end='')
PY
  openssl dgst -sha256 -sign <(openssl ec -inform DER -in "$work/key.der" 2>/dev/null) "$work/unsigned" > "$work/signature"
  assertion="$(cat "$work/unsigned").$(python3 - "$work/signature" <<'PY'
import base64, sys
s = open(sys.argv[1], 'rb').read()
n = 4 + s[3]; r = s[4:n]; t = s[n + 2:n + 2 + s[n + 1]]
print(base64.urlsafe_b64encode(b''.join(x.lstrip(b'\0').rjust(32, b'\0') for x in (r, t))).rstrip(b'=').decode())
PY
)"
  curl -fsS "$base/oauth2/token" -d grant_type=client_credentials -d client_id=epcis-demo \
    -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer --data-urlencode "client_assertion=$assertion" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])'
}

# documents of single packages seen at a gate: two things, a place, a paper; a tenth are packed into a box
documents() { # name how-many
  python3 - "$work" "$1" "$2" "$size" <<'PY'
import json, sys
work, name, batches, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for b in range(batches):
    events = []
    for n in range(size):
        at = {'eventTime': '2026-06-%02dT%02d:%02d:%02d.%03dZ' % (1 + n % 28, n // 60 % 24, n % 60, b % 60, n % 1000), 'eventTimeZoneOffset': '+08:00'}
        ids = ['https://id.gs1.org/01/09521234543213/21/%s%d-%d-%d' % (name, b, n, k) for k in range(2)]
        if n % 10 == 0:
            events.append({'type': 'AggregationEvent', **at, 'action': 'ADD', 'bizStep': 'packing', 'parentID': 'urn:bench:box:%s:%d:%d' % (name, b, n), 'childEPCs': ids})
        else:
            events.append({'type': 'ObjectEvent', **at, 'action': 'OBSERVE', 'bizStep': 'shipping', 'disposition': 'in_transit', 'epcList': ids,
                'readPoint': {'id': 'urn:bench:gate:1'}, 'bizTransactionList': [{'type': 'po', 'bizTransaction': 'urn:bench:po:%d' % b}]})
    json.dump({'@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'], 'type': 'EPCISDocument', 'schemaVersion': '2.0',
        'creationDate': '2026-07-01T00:00:00Z', 'epcisBody': {'eventList': events}}, open('%s/%s-%d.json' % (work, name, b), 'w'))
PY
}
bearer=$(token)
send() { curl -fsS -o /dev/null -H "Authorization: Bearer $bearer" -H 'Content-Type: application/json' --data-binary "@$1" "$base/epcis/v2/capture"; }
stored() { sql -c "select count(*) from trace_event where owner = 'epcis-demo'"; }
documents warm 5; for b in $(seq 0 4); do send "$work/warm-$b.json"; done

documents one "$batches"; before=$(stored); from=$(now)
for b in $(seq 0 $((batches - 1))); do send "$work/one-$b.json"; done
till=$(now); n=$(($(stored) - before)); [ "$n" = $((batches * size)) ] || { echo "stored $n of $((batches * size))"; exit 1; }
echo "capture, one client: $(rate "$n" "$from" "$till") events/s ($n events, all stored)"

documents four "$batches"; before=$(stored); from=$(now)
export bearer base work; export -f send
seq 0 $((batches - 1)) | xargs -P 4 -I{} bash -c 'send "$work/four-{}.json"'
till=$(now); n=$(($(stored) - before)); [ "$n" = $((batches * size)) ] || { echo "stored $n of $((batches * size))"; exit 1; }
echo "capture, four at once: $(rate "$n" "$from" "$till") events/s ($n events, all stored)"

from=$(now); for b in $(seq 0 $((batches - 1))); do send "$work/one-$b.json"; done; till=$(now)
echo "the same batches again, nothing new: $(rate $((batches * size)) "$from" "$till") events/s"

# the same rows by PostgreSQL alone, into tables of the same indexes and checks
for t in trace_event trace_event_epc trace_event_ref trace_event_edge; do
  sql -c "create table bench_$t (like $t including all)"
done
sql -c "copy (select * from trace_event where owner = 'epcis-demo' and event_time < '2026-07-01') to stdout" > "$work/event"
for t in epc ref edge; do
  sql -c "copy (select x.* from trace_event_$t x join trace_event e on e.id = x.event_pk where e.owner = 'epcis-demo' and e.event_time < '2026-07-01') to stdout" > "$work/$t"
done
n=$(wc -l < "$work/event"); from=$(now)
sql -c "\\copy bench_trace_event from '$work/event'" -c "\\copy bench_trace_event_epc from '$work/epc'" \
    -c "\\copy bench_trace_event_ref from '$work/ref'" -c "\\copy bench_trace_event_edge from '$work/edge'"
till=$(now); echo "psql COPY of the same rows: $(rate "$n" "$from" "$till") events/s ($n events)"
sql -c 'truncate bench_trace_event, bench_trace_event_epc, bench_trace_event_ref, bench_trace_event_edge'
python3 - "$work" > "$work/insert.sql" <<'PY'
import sys
for table, name in (('trace_event', 'event'), ('trace_event_epc', 'epc'), ('trace_event_ref', 'ref'), ('trace_event_edge', 'edge')):
    rows = []
    def flush():
        if rows:
            print('insert into bench_%s overriding system value values %s;' % (table, ','.join(rows)) if name == 'event' else 'insert into bench_%s values %s;' % (table, ','.join(rows)))
            rows.clear()
    for line in open('%s/%s' % (sys.argv[1], name), encoding='utf-8'):
        fields = line.rstrip('\n').split('\t')
        rows.append('(' + ','.join('null' if f == '\\N' else "'" + f.replace('\\\\', '\\').replace("'", "''") + "'" for f in fields) + ')')
        if len(rows) == 2000:
            flush()
    flush()
PY
from=$(now); sql -f "$work/insert.sql"; till=$(now)
echo "psql INSERT of 2,000 rows a statement: $(rate "$n" "$from" "$till") events/s"
awk '/VmRSS/ { printf "resident %d MiB\n", $2 / 1024 }' "/proc/$pid/status"
