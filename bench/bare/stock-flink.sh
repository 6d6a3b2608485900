#!/bin/bash
# Inside a container of the Flink image: a Flink process the way Flink's own distribution starts it. `stock-flink.sh jobmanager|taskmanager`
# Stock scripts, stock configuration, stock layout; nothing but the addresses is set, as the official image's entry point does.
set -euo pipefail

# Our image has the flink-python jar in lib/ and an empty one in opt/; a distribution has it in opt/.
mkdir -p "$FLINK_LIB_DIR" "$FLINK_OPT_DIR"
ln -s /opt/flink/lib/*.jar "$FLINK_LIB_DIR"
ln -s /opt/flink/opt/flink-sql-*.jar "$FLINK_OPT_DIR"
mv "$FLINK_LIB_DIR"/flink-python-*.jar "$FLINK_OPT_DIR"

addresses=(
  -D jobmanager.rpc.address=jobmanager
  -D jobmanager.bind-host=0.0.0.0
  -D rest.bind-address=0.0.0.0
  -D taskmanager.bind-host=0.0.0.0
  -D taskmanager.host=taskmanager
)
exec "/opt/flink/bin/$1.sh" start-foreground "${addresses[@]}"
