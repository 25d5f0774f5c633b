#!/usr/bin/env bash
# Runs the suite that needs a cluster (make test-cluster): on the one that KUBECONFIG names, else on
# one that is brought up for it and taken down after it, however the suite ends. It ends with 75 where
# this machine cannot have one (scripts/cluster/up.sh says why).
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/bounded.sh

logs=target/test-logs/cluster
mine=
clean_up() {
    local status=$?
    trap - EXIT
    trap '' INT TERM HUP
    [ "$status" -eq 0 ] || [ "$status" -eq 75 ] || scripts/cluster/logs.sh "$logs" || true
    # By way of a file: whoever reads what is printed here may have gone already.
    if [ -n "$mine" ]; then
        mkdir -p "$logs"
        timeout 300 scripts/cluster/down.sh >"$logs/down.log" 2>&1 ||
            echo "FAILED: the cluster could not be taken down" >>"$logs/down.log"
        cat "$logs/down.log" || true
    fi
    exit "$status"
}
trap clean_up EXIT

rm -rf "$logs"
if [ -z "${KUBECONFIG:-}" ]; then
    mine=yes
    # It bounds each of its own steps.
    bounded 9000 scripts/cluster/up.sh
fi
bounded 600 scripts/cluster/smoke.sh
export KUBECONFIG=${KUBECONFIG:-/var/lib/annals-cluster/admin.kubeconfig}
KUBECTL=${KUBECTL:-$(source scripts/cluster/env.sh && echo "$binaries/kubectl")}
export KUBECTL
# All of the workspace, as `make test` builds it: less would be built with other features, and anew.
bounded 3600 cargo build --locked --workspace --all-targets
export ANNALS_TEST_BINARY=${ANNALS_TEST_BINARY:-$PWD/target/debug/annals}
# Each part is tried, whatever came of those before it.
failed=()
part() {
    bounded "${@:2}" || failed+=("$1")
}
part "the compose file" 60 scripts/cluster/compose.sh
part "the chart" 1200 scripts/cluster/chart.sh "$ANNALS_TEST_BINARY"
part "the tests" 2400 scripts/with-postgres.sh cargo test --locked --workspace --no-fail-fast \
    --test cluster --test argo --test argo_faults
part "the task suite on the cluster" 2400 scripts/with-postgres.sh scripts/cluster/task-suite.sh
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}" >&2
    exit 1
fi
if [ "${ANNALS_CLUSTER_ARGO:-}" = none ]; then
    echo "FAILED: without Argo this suite proves nothing of it; unset ANNALS_CLUSTER_ARGO" >&2
    exit 1
fi
