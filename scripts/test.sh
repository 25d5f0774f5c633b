#!/usr/bin/env bash
# Runs every check of the project, one after the other, and says at the end which of them failed.
# What the checks need beyond Rust, Node and Python is installed into target/tools.
set -euo pipefail
cd "$(dirname "$0")/.."

logs=target/test-logs
mkdir -p "$logs"
rm -f "$logs"/*.log
results=()
failed=0

# step NAME COMMAND...: runs a check, shows what it prints and keeps that as NAME.log.
step() {
    local name=$1 begun=$SECONDS status=0
    shift
    printf '\n==> %s: %s\n' "$name" "$*"
    "$@" 2>&1 </dev/null | tee "$logs/$name.log" || status=$?
    local word=ok
    [ "$status" -eq 0 ] || { word=FAILED; failed=1; }
    results+=("$(printf '%-14s %-6s %5d s' "$name" "$word" $((SECONDS - begun)))")
    printf '==> %s\n' "${results[-1]}"
}

# cargo-deny is built while the other checks run.
scripts/install-deny.sh >"$logs/install-deny.log" 2>&1 </dev/null &
installing=$!
# What is still being installed when the script is ended goes with it.
trap '[ -z "$installing" ] || kill "$installing" 2>/dev/null || true' EXIT

deny() {
    [ "$installed" -eq 0 ] || { cat "$logs/install-deny.log"; return 1; }
    target/tools/bin/cargo-deny --locked --log-level error check bans licenses sources
}

# First, since the pages are part of the program.
step web scripts/web.sh check
step fmt cargo fmt --all --check
step clippy cargo clippy --locked --workspace --all-targets -- -D warnings
# These are left out of all targets, so that they are run only where they are named.
step clippy-cluster cargo clippy --locked --workspace --test argo --test argo_faults --test cluster -- -D warnings
# The program that the workspace's own build makes: no test and no check builds another.
step cargo-test env ANNALS_TEST_BINARY="$PWD/target/debug/annals" \
    scripts/with-postgres.sh cargo test --locked --workspace --no-fail-fast
# Of the whole workspace, so that what both use is not built again with other features.
step s3-and-mail env ANNALS_TEST_BINARY="$PWD/target/debug/annals" scripts/with-postgres.sh \
    scripts/with-s3.sh scripts/with-mail.sh cargo test --locked --workspace --test s3 --test mail --test it \
    --features annals-tests/s3,annals-tests/mail,annals-connect/s3,annals-connect/mail
step browser env ANNALS_TEST_BINARY="$PWD/target/debug/annals" scripts/web.sh browser
step python env ANNALS_TEST_BINARY="$PWD/target/debug/annals" scripts/with-postgres.sh scripts/python.sh
step schemathesis scripts/schemathesis.sh --built
installed=0
wait "$installing" || installed=$?
installing=
step deny deny

printf '\n==> summary\n'
printf '%s\n' "${results[@]}"
if [ "$failed" -ne 0 ]; then
    echo "FAILED: see above, or $logs"
    exit 1
fi
echo "all checks passed"
