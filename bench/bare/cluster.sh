#!/bin/bash
# A cluster with plain `docker run`s: `cluster.sh up` returns when it is ready, `cluster.sh down` removes it.
# BARE_NAME: prefix of its names. KAFKA_IMAGE, PYFLINK_IMAGE. BARE_JOBS: the folder of the jobs. BARE_LABEL: a label for all of it, or none.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
name=${BARE_NAME:-bare}
label=(--label "${BARE_LABEL:-bare.name=$name}")

# `await SECONDS WHAT COMMAND...`: asks twice a second, as people do.
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= end)); then
      echo "cluster.sh: waited for $what in vain" >&2
      exit 1
    fi
    sleep 0.5
  done
}

start() {
  local part=$1
  shift
  docker run -d --name "$name-$part" --network "$name" --network-alias "$part" --env-file "$here/stock.env" "${label[@]}" "$@" >/dev/null
}

broker_listens() { docker exec "$name-kafka" bash -c '</dev/tcp/localhost/9092'; }
taskmanager_is_registered() { curl -sf "http://$flink/overview" | grep -q '"taskmanagers":1'; }

case ${1:-} in
  up)
    docker network create "${label[@]}" "$name" >/dev/null
    start kafka -e KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:9092 "$KAFKA_IMAGE"
    for role in jobmanager taskmanager; do
      start "$role" -p 127.0.0.1::8081 -v "$here/stock-flink.sh:/stock-flink.sh:ro" -v "$BARE_JOBS:/jobs:ro" \
        --entrypoint /stock-flink.sh "$PYFLINK_IMAGE" "$role"
    done
    flink=$(docker port "$name-jobmanager" 8081)
    await 120 'the broker' broker_listens
    await 120 'a TaskManager' taskmanager_is_registered
    ;;
  down)
    # Whatever there is of them: `up` may have failed half-way.
    docker rm -f -v "$name-kafka" "$name-jobmanager" "$name-taskmanager" >/dev/null || true
    docker network rm "$name" >/dev/null
    ;;
  *)
    echo 'usage: cluster.sh up|down' >&2
    exit 64
    ;;
esac
