#!/usr/bin/env bash
# Brings up a Kubernetes node and Argo on this machine (make cluster-up), as root, without Docker and
# without an image registry. What is built is kept in target/cluster. Where KUBECONFIG names a
# cluster, that one is used and nothing is brought up.
source "$(dirname "$0")/env.sh"
source "$here/process.sh"

if [ -n "${KUBECONFIG:-}" ]; then
    say "KUBECONFIG is set: using that cluster, and bringing none up"
    exit
fi
[ "$(uname -s)" = Linux ] || fail "it needs Linux; set KUBECONFIG to a cluster that you have"
[ "$(id -u)" -eq 0 ] || fail "it needs root; set KUBECONFIG to a cluster that you have"

# Two at a time would take each other's cluster down.
exec 9>/run/annals-cluster.lock
flock -n 9 || fail "somebody else is bringing it up or down (/run/annals-cluster.lock)"

parts=(etcd containerd apiserver controller-manager scheduler kubelet proxy)
[ "${ANNALS_CLUSTER_ARGO:-}" = none ] || parts+=(workflow-controller)

whole() {
    local part
    for part in "${parts[@]}"; do alive "$part" || return 1; done
    kubectl get --raw /readyz >/dev/null 2>&1
}

if whole; then
    say "the cluster is up already: KUBECONFIG=$admin"
    exit
fi
"$here/packages.sh"
"$here/build.sh"
"$here/argo-build.sh"
# Go's downloads are ten times as large as what came of them.
[ -n "${ANNALS_CLUSTER_KEEP_GO:-}" ] || rm -rf "$cache/go"
"$here/images.sh"
# What a cluster that broke off left behind would only confuse the new one.
[ ! -e "$state" ] || "$here/down.sh" --locked
mkdir -p "$logs"
for step in certificates network containerd control-plane node dns argo; do
    "$here/$step.sh"
done
say "the cluster is up: KUBECONFIG=$admin"
