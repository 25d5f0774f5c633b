#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL server beside it:
#
#   scripts/with-postgres.sh cargo test -p annals-store
#
# The command finds the server in ANNALS_TEST_DATABASE_URL. One that is set already is used as it
# is, and no server is started. The server listens on a free port of the loopback address (or of
# ANNALS_TEST_POSTGRES_LISTEN, for whoever is on that network), keeps its data in a temporary folder,
# and both are gone when the command has ended, however it ends.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if [ $# -eq 0 ]; then
    echo "usage: $0 COMMAND [ARGUMENT]..." >&2
    exit 2
fi
if [ -n "${ANNALS_TEST_DATABASE_URL:-}" ]; then
    exec "$@"
fi

binaries=$("$here/postgres-binaries.sh")
listen=${ANNALS_TEST_POSTGRES_LISTEN:-127.0.0.1}
folder=
server=
command=

# Ends what was started and removes the data.
clean_up() {
    trap - EXIT INT TERM HUP
    [ -z "$command" ] || kill -TERM -- "-$command" 2>/dev/null || true
    if [ -n "$server" ]; then
        # Immediate shutdown: the data is thrown away.
        kill -QUIT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    [ -z "$folder" ] || rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# PostgreSQL refuses to run as root; then it runs as a user who may do nothing.
as_server=()
if [ "$(id -u)" -eq 0 ]; then
    as_server=(setpriv "--reuid=$(id -u nobody)" "--regid=$(id -g nobody)" --clear-groups)
fi

# Whether the server's user can run the binaries where they lie.
reachable() {
    "${as_server[@]}" "$1/postgres" --version >/dev/null 2>&1
}

# A folder that the server's user can work in.
make_folder() {
    local base
    for base in "${TMPDIR:-/tmp}" /tmp /var/tmp; do
        folder=$(mktemp -d "$base/annals-postgres.XXXXXX") || continue
        [ "$(id -u)" -ne 0 ] || chown "$(id -u nobody):$(id -g nobody)" "$folder"
        if (cd / && "${as_server[@]}" test -x "$folder"); then return; fi
        rm -rf "$folder"
    done
    echo "no temporary folder that PostgreSQL's user can enter" >&2
    exit 1
}

# Puts the binaries where the server's user can read them.
bring_binaries() {
    reachable "$binaries" && return
    mkdir "$folder/postgres"
    cp -a "$binaries/../bin" "$binaries/../lib" "$binaries/../share" "$folder/postgres/"
    chmod -R a+rX "$folder/postgres"
    binaries=$folder/postgres/bin
    reachable "$binaries" && return
    echo "PostgreSQL's binaries cannot be run from $folder" >&2
    exit 1
}

# Text is ordered as on most servers, by a language's rules, not by its bytes.
init() {
    local locale=(--locale=C.UTF-8)
    if "$binaries/initdb" --help | grep -q -- --locale-provider; then
        locale+=(--locale-provider=icu --icu-locale=en-US)
    fi
    (umask 077 && printf '%s' "$password" >"$folder/password")
    [ "$(id -u)" -ne 0 ] || chown "$(id -u nobody)" "$folder/password"
    "${as_server[@]}" "$binaries/initdb" --pgdata="$folder/data" --username=annals \
        --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 "${locale[@]}" \
        >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
    [ "$listen" = 127.0.0.1 ] || echo 'host all all samenet scram-sha-256' >>"$folder/data/pg_hba.conf"
}

# Whether the server says that it takes connections; it writes that on a line of its own.
ready() {
    [ "$(sed -n 8p "$folder/data/postmaster.pid" 2>/dev/null | tr -d ' ')" = ready ]
}

# Starts the server on the port $1; false if it ends instead (the port may be taken).
start() {
    # The server ends with this script even where the script is killed.
    local guard=(setpriv --pdeathsig=QUIT)
    [ ${#as_server[@]} -eq 0 ] || guard=("${as_server[@]}" --pdeathsig=QUIT)
    command -v setpriv >/dev/null || guard=()
    "${guard[@]}" "$binaries/postgres" -D "$folder/data" -p "$1" \
        -c listen_addresses="$listen" -c unix_socket_directories= -c max_connections=200 \
        >"$folder/server.log" 2>&1 &
    server=$!
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        ready && return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    kill -QUIT "$server" 2>/dev/null || true
    wait "$server" || true
    server=
    return 1
}

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
make_folder
cd "$folder"
bring_binaries
init
for try in 1 2 3 4 5; do
    # Below the ports that systems give to outgoing connections.
    port=$((20000 + RANDOM % 12000))
    start "$port" && break
    [ "$try" -lt 5 ] || { cat "$folder/server.log" >&2; exit 1; }
done
cd "$OLDPWD"

# For tests that bring up a server of their own.
export ANNALS_TEST_POSTGRES_BINARIES=$binaries
export ANNALS_TEST_DATABASE_URL="postgres://annals:$password@$listen:$port/postgres"
# In a process group of its own, so that a signal to this script ends all of it.
set -m
"$@" <&0 &
command=$!
set +m
status=0
wait "$command" || status=$?
command=
exit "$status"
