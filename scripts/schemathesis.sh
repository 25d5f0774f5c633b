#!/usr/bin/env bash
# Sends generated requests to every endpoint of a running server and holds the answers against its
# own OpenAPI description; any 5xx fails. Uses the debug binary, which it builds where needed.
#
# Two rounds: one about a task and a run that are there, one with generated ids, writes included.
# Streams are left out, as they do not end.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/target/tools/schemathesis
version=4.32.5

# The checks that hold, and that fail where an answer is not what the description says.
checks=not_a_server_error,status_code_conformance,content_type_conformance
checks=$checks,response_schema_conformance,response_headers_conformance

install() {
    "$tools/bin/schemathesis" --version 2>/dev/null | grep -qF "$version" && return
    rm -rf "$tools"
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
}

folder=$(mktemp -d)
server=
clean_up() {
    [ -z "$server" ] || { kill -TERM "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 143' INT TERM HUP

# Starts the server with the options given, and sets `url` to what its first line says.
start() {
    : >"$folder/ready"
    # Nothing that a generated request asks for is fetched.
    RUST_BACKTRACE=0 UV_OFFLINE=1 PIP_NO_INDEX=1 target/debug/annals serve --listen 127.0.0.1:0 \
        --data-dir "$folder/data" "$@" >"$folder/ready" 2>"$folder/server.log" &
    server=$!
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        url=$(sed -n '1s/^annals ready //p' "$folder/ready")
        [ -z "$url" ] || return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    echo "the server did not start:" >&2
    cat "$folder/server.log" >&2
    exit 1
}

stop() {
    kill -TERM "$server"
    wait "$server"
    server=
}

# Runs a program to its end, so that there is a run with lines, outputs and a file.
make_history() {
    printf '%s\n' 'import os, sys' 'print("out")' 'print("err", file=sys.stderr)' \
        'open(os.environ["ANNALS_OUTPUTS"], "w").write("{\"a\": 1}")' \
        'open(os.environ["ANNALS_ARTIFACTS"] + "/a.txt", "w").write("a")' >"$folder/known.py"
    target/debug/annals --server "$url" submit --follow "$folder/known.py" >"$folder/follow.log" 2>&1
    local lists
    lists=$(python3 - "$url" <<'PYTHON'
import json, sys, urllib.request
runs = json.load(urllib.request.urlopen(sys.argv[1] + "/api/v1/runs"))["runs"]
print(runs[0]["task_id"], runs[0]["id"])
PYTHON
    )
    export KNOWN_TASK=${lists% *} KNOWN_RUN=${lists#* }
}

# The endpoints that stream, as options that leave them out.
streams() {
    python3 - "$url" <<'PYTHON'
import json, sys, urllib.request
paths = json.load(urllib.request.urlopen(sys.argv[1] + "/api/openapi.json"))["paths"]
for path, operations in paths.items():
    answers = [a for o in operations.values() for a in o.get("responses", {}).items()]
    if any(code == "101" or "text/event-stream" in a.get("content", {}) for code, a in answers):
        print(f"--exclude-path={path}")
PYTHON
}

# One round with the options given.
round() {
    local name=$1
    shift
    echo "schemathesis: $name"
    # One worker: with more, Python 3.11 now and then fails to read the library's own source.
    # In the temporary folder, since it leaves notes of its own where it runs.
    (cd "$folder" && timeout 900 "$tools/bin/schemathesis" "${config[@]}" run \
        "$url/api/openapi.json" --checks "$checks" --phases examples,coverage,fuzzing \
        --max-examples 30 --seed 1 --generation-database none --request-timeout 20 --workers 1 \
        --warnings off --no-color "${excluded[@]}" "$@" </dev/null) || failed=1
}

[ -x target/debug/annals ] && [ "${1:-}" = --built ] || cargo build --locked -p annals-cli
install
start
make_history
stop
# What is submitted from here on is accepted and not run.
start --max-running 0
mapfile -t excluded < <(streams)

failed=0
config=(--config-file "$PWD/scripts/schemathesis.toml")
round "what is there" --exclude-path-regex '/delete$'
config=()
round "anything"
python3 -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1] + "/readyz")' "$url" || failed=1
stop || failed=1
if grep -A 1 panicked "$folder/server.log" | tail -n 6; then
    echo "the server panicked (above, the last of it)" >&2
    failed=1
fi
exit "$failed"
