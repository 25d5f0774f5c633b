#!/usr/bin/env bash
# Copies what the cluster's parts said, and how its objects are, into the folder $1.
source "$(dirname "$0")/env.sh"

into=${1:?usage: logs.sh FOLDER}
mkdir -p "$into"
cp "$logs"/*.log "$into/" 2>/dev/null || true
if [ -n "${KUBECONFIG:-}" ]; then
    kubectl() { command kubectl "$@"; }
fi
for kind in pods events workflows services; do
    kubectl get "$kind" --all-namespaces --output yaml >"$into/$kind.yaml" 2>&1 || true
done
kubectl describe nodes >"$into/nodes.txt" 2>&1 || true
say "the cluster's logs are in $into"
