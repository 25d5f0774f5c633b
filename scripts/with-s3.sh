#!/usr/bin/env bash
# Runs a command with a throw-away S3-compatible server (moto) beside it:
#
#   scripts/with-s3.sh cargo test --workspace --features annals-tests/s3 --test s3
#
# The command finds the place for objects in ANNALS_TEST_OBJECT_STORE, the same as a plain HTTP
# address in ANNALS_TEST_OBJECTS, and how to reach it in the usual AWS_… variables. The server
# listens on a free loopback port and keeps everything in memory; it is gone when the command has
# ended. It is installed from PyPI into target/tools on first use.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/tools/moto
version=5.2.5

if [ $# -eq 0 ]; then
    echo "usage: $0 COMMAND [ARGUMENT]..." >&2
    exit 2
fi

install() {
    [ "$(cat "$tools/installed" 2>/dev/null)" = "$version" ] && return
    rm -rf "$tools"
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check \
        "moto[s3]==$version" flask==3.1.3 flask-cors==6.0.5
    echo "$version" >"$tools/installed"
}

folder=$(mktemp -d)
server=
clean_up() {
    trap - EXIT INT TERM HUP
    [ -z "$server" ] || { kill -TERM "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 143' INT TERM HUP

# Starts the server on the port $1; false if it ends instead (the port may be taken).
start() {
    # The server ends with this script even where the script is killed.
    local guard=(setpriv --pdeathsig=TERM)
    command -v setpriv >/dev/null || guard=()
    "${guard[@]}" "$tools/bin/python" "$tools/bin/moto_server" -H 127.0.0.1 -p "$1" \
        >"$folder/server.log" 2>&1 &
    server=$!
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        kill -0 "$server" 2>/dev/null || break
        (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
        sleep 0.1
    done
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" || true
    server=
    return 1
}

install
for try in 1 2 3 4 5; do
    # Below the ports that systems give to outgoing connections.
    port=$((20000 + RANDOM % 12000))
    start "$port" && break
    [ "$try" -lt 5 ] || { cat "$folder/server.log" >&2; exit 1; }
done

export AWS_ACCESS_KEY_ID=annals AWS_SECRET_ACCESS_KEY=for-tests-only AWS_REGION=us-east-1
export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ALLOW_HTTP=true
python3 - "$AWS_ENDPOINT_URL/annals" <<'PYTHON'
import sys, urllib.request
# Past any proxy: the server is on this machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
opener.open(urllib.request.Request(sys.argv[1], method="PUT"), timeout=30).read()
PYTHON
export ANNALS_TEST_OBJECT_STORE=s3://annals/some/prefix
export ANNALS_TEST_OBJECTS=$AWS_ENDPOINT_URL/annals/some/prefix
"$@"
