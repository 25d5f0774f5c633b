#!/usr/bin/env bash
# Runs the tests of tasks and flows once more, with their runs carried out on the cluster of
# KUBECONFIG: all of the test program `whole` but for what tests/on-a-cluster.txt lists with the
# reasons. Further arguments go to the test program.
set -euo pipefail
cd "$(dirname "$0")/../.."

whole=(cargo test --locked --workspace --test whole --)
tests=$("${whole[@]}" --list)
left_out=()
while read -r name; do
    case $name in '' | '#'*) continue ;; esac
    # A name that stands for no test any more says something wrong.
    grep -qF -- "$name" <<<"$tests" || { echo "tests/on-a-cluster.txt: no test has $name" >&2; exit 1; }
    left_out+=(--skip "$name")
done <tests/on-a-cluster.txt
# Most of a test's time is that of pods that begin and end.
ANNALS_TEST_EXECUTOR=argo exec "${whole[@]}" --test-threads "${ANNALS_TEST_PODS_AT_ONCE:-8}" \
    "${left_out[@]}" "$@"
