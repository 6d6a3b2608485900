#!/bin/bash
# The bare script: one whole spec with the plain tools, from nothing, the way a data team writes it today. `cold.sh INPUT EXPECTED`
# Its environment is that of cluster.sh and spec.sh.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
trap '"$here/cluster.sh" down' EXIT
"$here/cluster.sh" up
"$here/spec.sh" "$@"
