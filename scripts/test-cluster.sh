#!/usr/bin/env bash
# Runs the suite that needs a cluster (make test-cluster): on the one that KUBECONFIG names, else on
# one that is brought up for it and taken down after it.
set -euo pipefail
cd "$(dirname "$0")/.."

logs=target/test-logs/cluster
mine=
clean_up() {
    local status=$?
    trap - EXIT INT TERM HUP
    [ "$status" -eq 0 ] || scripts/cluster/logs.sh "$logs" || true
    [ -z "$mine" ] || scripts/cluster/down.sh
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

rm -rf "$logs"
if [ -z "${KUBECONFIG:-}" ]; then
    mine=yes
    scripts/cluster/up.sh
fi
scripts/cluster/smoke.sh
export KUBECONFIG=${KUBECONFIG:-/var/lib/annals-cluster/admin.kubeconfig}
KUBECTL=${KUBECTL:-$(source scripts/cluster/env.sh && echo "$binaries/kubectl")}
export KUBECTL
# All of the workspace, as `make test` builds it: less would be built with other features, and anew.
cargo build --locked --workspace --all-targets
export ANNALS_TEST_BINARY=${ANNALS_TEST_BINARY:-$PWD/target/debug/annals}
# Each part is tried, whatever came of those before it.
failed=()
scripts/cluster/chart.sh "$ANNALS_TEST_BINARY" || failed+=("the chart")
scripts/with-postgres.sh cargo test --locked --workspace --no-fail-fast \
    --features annals-executor/cluster,annals-tests/cluster --test cluster --test argo ||
    failed+=("the tests")
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}" >&2
    exit 1
fi
if [ "${ANNALS_CLUSTER_ARGO:-}" = none ]; then
    echo "FAILED: without Argo this suite proves nothing of it; unset ANNALS_CLUSTER_ARGO" >&2
    exit 1
fi
