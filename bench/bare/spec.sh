#!/bin/bash
# One spec with the plain tools, on a cluster of cluster.sh: topics, produce, `flink run`, consume, compare.
# `spec.sh INPUT EXPECTED` (a JSON text a line). Prints `pass` or what differs; says on standard error how long each step took.
set -euo pipefail

name=${BARE_NAME:-bare}
input=$1
expected=$2
run=$name-$(date +%s%N)
observed=$(mktemp)
trap 'rm -f "$observed"' EXIT

kafka() {
  local tool=$1
  shift
  docker exec -i "$name-kafka" "$tool" --bootstrap-server kafka:9092 "$@"
}
began=$(date +%s%N)
done_with() {
  local now
  now=$(date +%s%N)
  echo "$1: $(((now - began) / 1000000)) ms" >&2
  began=$now
}

for topic in in out; do
  kafka kafka-topics --create --topic "$run-$topic" --partitions 1 --replication-factor 1 >/dev/null </dev/null
done
done_with topics

kafka kafka-console-producer --topic "$run-in" <"$input" >/dev/null
done_with produce

docker exec "$name-jobmanager" flink run -d -pyfs /jobs -py /jobs/weather/job.py \
  --brokers kafka:9092 --input "$run-in" --output "$run-out" --group "$run" --bounded >/dev/null
done_with submit

kafka kafka-console-consumer --topic "$run-out" --from-beginning --max-messages "$(wc -l <"$expected")" \
  --timeout-ms 60000 >"$observed" 2>/dev/null </dev/null
done_with consume

if diff <(sort "$expected") <(sort "$observed"); then
  echo pass
else
  echo fail
  exit 1
fi
