#!/bin/bash
# `npm run bench:bare -- --yes-purge-the-engine [--runs 5]`: makes this machine bare and times `npm start` on it, again and again.
#
# Bare: the engine's packages are purged and its data folder is emptied, with every image, volume and container of anybody; node_modules,
# .streamassay and npm's cache are removed. For root on Debian or Ubuntu, on a machine that may lose its engine. The outputs and the table are
# kept in a folder of their own, whose path is printed.
set -Eeuo pipefail
cd "$(dirname "$0")/.."

usage='usage: npm run bench:bare -- --yes-purge-the-engine [--runs NUMBER]'
runs=5
is_agreed=
while [ $# -gt 0 ]; do
  case $1 in
    --yes-purge-the-engine) is_agreed=yes ;;
    --runs)
      shift
      runs=${1:-}
      ;;
    *)
      echo "$usage" >&2
      exit 2
      ;;
  esac
  shift
done
if [ -z "$is_agreed" ] || ! [[ $runs =~ ^[1-9][0-9]?$ ]]; then
  echo "$usage" >&2
  echo 'It removes the container engine of this machine with all images, volumes and containers, so it must be agreed to.' >&2
  exit 2
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo 'bench:bare: only root on Debian or Ubuntu can purge and install the engine' >&2
  exit 2
fi

# What set-up installs, with what is installed for it alone.
packages=(docker.io containerd runc iptables tini mmdebstrap)
folders=(/var/lib/docker /var/lib/containerd)
pid_file=/var/run/docker.pid

# True if a process is an engine that works: one that nobody reaps is none (in many containers orphans stay).
is_engine() { [[ $(cat "/proc/$1/stat" 2>/dev/null) =~ ^[0-9]+\ \(dockerd\)\ [^Z] ]]; }

# Ends an engine that set-up has started; one of systemd's is ended by the purge.
end_engine() {
  local pid
  pid=$(cat "$pid_file" 2>/dev/null) || return 0
  if is_engine "$pid"; then kill "$pid"; fi
  for _ in {1..600}; do
    is_engine "$pid" || break
    sleep 0.1
  done
  if is_engine "$pid"; then
    echo "the engine, process $pid, does not end within 60 s" >&2
    return 1
  fi
  rm -f "$pid_file"
}

make_bare() {
  local there mount
  end_engine
  mapfile -t there < <(dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^ii  *//p')
  if [ ${#there[@]} -gt 0 ]; then DEBIAN_FRONTEND=noninteractive apt-get purge --yes "${there[@]}"; fi
  for folder in "${folders[@]}"; do
    # What a killed engine has left mounted would be emptied too.
    for mount in $(awk -v below="$folder/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r); do umount "$mount"; done
    if [ -d "$folder" ]; then find "$folder" -mindepth 1 -delete; fi
  done
  npm cache clean --force
  rm -rf node_modules .streamassay
  sync
}

# Each line of the output with the seconds since the start in front of it.
timed_start() {
  local begin=$EPOCHREALTIME line now
  npm start </dev/null 2>&1 | while IFS= read -r line; do
    now=$EPOCHREALTIME
    printf '%s %s\n' "$(((${now/./} - ${begin/./}) / 1000))" "$line"
  done
}

kept=$(mktemp -d "${TMPDIR:-/tmp}/streamassay-bare-start-XXXXXX")
echo "Outputs: $kept"
trap 'echo "bench:bare: failed, see the newest file in $kept" >&2' ERR
for ((run = 1; run <= runs; run++)); do
  make_bare >"$kept/bare-$run.purge.log" 2>&1
  echo "run $run of $runs, load $(cut -d ' ' -f 1 /proc/loadavg)"
  timed_start >"$kept/bare-$run.log"
  timed_start >"$kept/second-$run.log"
done
exec node bootstrap/start.js bench/bare-start.ts "$kept"
